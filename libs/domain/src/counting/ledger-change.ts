import type { Held, RecordSlot, RecordState } from './record-state.js';
import { SourceTally } from './source-tally.js';
import { TotalRows } from './total-rows.js';

/** A record that is anything else than counted whole at arrival in its own place. */
export interface RecordStateRow {
  reportPosition: number;
  /** Index as sent. */
  index: number;
  providerId: number;
  sourceId: number;
  state: RecordState;
  held: Held | undefined;
  /** Effective order. */
  place: Place;
  /** Ledger position at which it was decided: says which registration and catalogue hold for it. */
  decidedPosition: number;
  clusterId: number | undefined;
  slots: RecordSlot[];
  target: { epoch: number; sequence: bigint; index: number } | undefined;
  void: boolean;
  replacedBy: string | undefined;
}

/** Place in the effective order: a ledger position, and within it the index or the turn of a release. */
export interface Place {
  position: number;
  minor: number;
}
export const comparePlaces = (a: Place, b: Place): number => a.position - b.position || a.minor - b.minor;

/** Where to look again for the records of a report that name nodes. Hours and buckets inclusive. */
export interface ReportSpan {
  clusterId: number;
  providerId: number;
  position: number;
  firstHour: number;
  lastHour: number;
  firstBucket: number;
  lastBucket: number;
}

export interface FindingRow {
  kind: string;
  providerId: number;
  sourceId: number;
  clusterId: number;
  accelerator: string;
  detail: string;
  occurrences: number;
}

/** Expected totals that rest on the workload label INFERENCE, by who says so. */
export interface LabelledShare {
  series: number;
  hour: number;
  workloadEvidence: number;
  acceleratorMs: number;
  expected: number;
}

/** All that one transaction changes, gathered while folding. */
export class LedgerChange {
  readonly totals = new TotalRows();
  readonly states: RecordStateRow[] = [];
  readonly spans: ReportSpan[] = [];
  private readonly tallies = new Map<number, { providerId: number; tally: SourceTally }>();
  private readonly findingsByKey = new Map<string, FindingRow>();
  private readonly labelled = new Map<string, LabelledShare>();

  tally(sourceId: number, providerId: number): SourceTally {
    let one = this.tallies.get(sourceId);
    if (!one) this.tallies.set(sourceId, (one = { providerId, tally: new SourceTally() }));
    return one.tally;
  }

  get sourceTallies(): { sourceId: number; providerId: number; tally: SourceTally }[] {
    return Array.from(this.tallies, ([sourceId, one]) => ({ sourceId, ...one }));
  }

  find(finding: Omit<FindingRow, 'occurrences'>, occurrences = 1): void {
    const { kind, providerId, sourceId, clusterId, accelerator, detail } = finding;
    const key = JSON.stringify([kind, providerId, sourceId, clusterId, accelerator, detail]);
    const known = this.findingsByKey.get(key);
    if (known) known.occurrences += occurrences;
    else this.findingsByKey.set(key, { ...finding, occurrences });
  }

  get findings(): FindingRow[] {
    return [...this.findingsByKey.values()];
  }

  addLabelled(series: number, hour: number, workloadEvidence: number, acceleratorMs: number, expected: number): void {
    const key = `${series}/${hour}/${workloadEvidence}`;
    const known = this.labelled.get(key);
    if (known) {
      known.acceleratorMs += acceleratorMs;
      known.expected += expected;
    } else this.labelled.set(key, { series, hour, workloadEvidence, acceleratorMs, expected });
  }

  get labelledShares(): LabelledShare[] {
    return [...this.labelled.values()];
  }
}
