import type { Held, RecordSlot, RecordState } from './record-state.js';
import { RowParts } from './row-parts.js';
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

/** Evidence has four numbers. */
const EVIDENCES = 4;

/** All that one transaction changes, gathered while folding. */
export class LedgerChange {
  readonly totals = new TotalRows();
  /** How much of each row of the totals comes from records labelled INFERENCE, by the evidence of who says so. */
  readonly labelled = new RowParts(EVIDENCES);
  readonly states: RecordStateRow[] = [];
  readonly spans: ReportSpan[] = [];
  private readonly tallies = new Map<number, { providerId: number; tally: SourceTally }>();
  private readonly findingsByKey = new Map<string, FindingRow>();

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

  /** `rows` (sorted), and in their order the rows whose totals stay and rest on other evidence or on another label now: to be told too. */
  withShiftedRows(rows: number[]): number[] {
    const relabelled = [...this.labelled.rows()].filter((row) => this.totals.isNothing(row) && this.labelled.of(row).length > 0);
    const shifted = new Set([...this.totals.shiftedRows(), ...relabelled]);
    return shifted.size === 0 ? rows : this.totals.sorted([...rows, ...shifted]);
  }
}
