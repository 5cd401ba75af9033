import { hourOf, lastHourOf, msInHour } from '../metering/hour-slots.js';
import { meteringFindingNames } from '../metering/metering-finding.js';
import type { MeteringPolicy } from '../metering/metering-policy.js';
import type { SlotMeter } from '../metering/slot-meter.js';
import { type RecordColumns, Workload, workloadEvidenceOf, workloadOf } from '../usage/record-columns.js';
import { bucketOf, type ClaimBucket, DAY_MS, placeInBucket } from './claim-bucket.js';
import type { ClusterRegistration, ComputeClusterFacts, KnownFacts, MeteredModel } from './known-facts.js';
import type { LedgerChange, ReportSpan } from './ledger-change.js';
import type { NameDictionary } from './name-dictionary.js';
import type { ClaimOutcome } from './node-claims.js';
import { type Held, type RecordSlot, RecordState, stateOfSlots, waitingFor } from './record-state.js';
import type { SourceTally } from './source-tally.js';

/** A standing report as the ledger folds it: decoded, its names known, at its ledger position. */
export interface StandingReport {
  provider: string;
  providerId: number;
  sourceId: number;
  epoch: number;
  sequence: bigint;
  position: number;
  /** Records that the door rejected; they are counted, and nothing more is known of them. */
  rejected: number;
  columns: RecordColumns;
  /** Of the columns' names. All accounts, and all nodes of known clusters, were looked up. */
  dictionary: NameDictionary;
}

/** What folding and settling ask of the ledger's memory. Everything asked for was loaded before. */
export interface LedgerMemory {
  accountId(providerId: number, name: string): number;
  acceleratorId(model: string): number;
  /** Nodes of a cluster are numbered in order of first appearance. */
  nodeOrdinal(clusterId: number, name: string): number;
  /** The bucket to claim in; it is saved with the transaction. */
  claimBucket(clusterId: number, bucket: number, day: number): ClaimBucket;
}

export interface FoldContext {
  facts: KnownFacts;
  memory: LedgerMemory;
  policy: MeteringPolicy;
  meter: SlotMeter;
  normaliseName(name: string): string;
  /** Every record is held for this, whatever it says: counting the report is not possible. */
  holdAll?: Held;
}

/** What stands behind a record that can be counted. */
interface Countable {
  cluster: ComputeClusterFacts;
  registration: ClusterRegistration;
  model: MeteredModel;
  /** Ordinals of the cluster's nodes by place in the dictionary. */
  nodes: Int32Array;
  /** Series by place of the account in the dictionary; -1: not asked for yet. */
  series: Int32Array;
}

const NO_NODE = 0;

/**
 * Folds the records of one standing report into a change, in the order of their index, behind everything claimed before.
 * Records that correct others are put down as held: they are settled right after, in the same transaction.
 */
export class ReportFold {
  private readonly columns: RecordColumns;
  private readonly names: readonly string[];
  private readonly tally: SourceTally;
  /** By places of cluster and accelerator: nearly always one for the whole report. */
  private readonly countable = new Map<number, Countable | Held>();
  private lastPair = -1;
  private lastCountable: Countable | Held | undefined;
  private readonly spans = new Map<number, ReportSpan>();
  private countedRecords = 0;

  constructor(
    private readonly report: StandingReport,
    private readonly context: FoldContext,
    private readonly change: LedgerChange,
  ) {
    this.columns = report.columns;
    this.names = report.dictionary.names;
    this.tally = change.tally(report.sourceId, report.providerId);
  }

  fold(): void {
    const { length, corrections, node } = this.columns;
    this.tally.receive('rejected', this.report.rejected);
    for (let row = 0; row < length; row++) {
      if (this.context.holdAll) {
        this.hold(row, this.context.holdAll);
        continue;
      }
      if (corrections.size > 0 && corrections.has(row)) {
        const target = corrections.get(row)!;
        this.hold(row, { reason: 'TARGET_MISSING', waitingFor: waitingFor.report(this.report.sourceId, target.epoch, target.sequence) });
        continue;
      }
      const decided = this.decide(row);
      if ('reason' in decided) this.hold(row, decided);
      else if (node[row] === NO_NODE) this.countWhole(row, decided);
      else this.countOnNode(row, decided);
    }
    this.tally.receive('counted', this.countedRecords);
    for (const span of this.spans.values()) this.change.spans.push(span);
  }

  private decide(row: number): Countable | Held {
    const { cluster, accelerator, startMs, endMs } = this.columns;
    const pair = cluster[row]! * this.names.length + accelerator[row]!;
    if (pair !== this.lastPair) {
      this.lastPair = pair;
      this.lastCountable = this.countable.get(pair);
      if (!this.lastCountable) this.countable.set(pair, (this.lastCountable = this.look(cluster[row]!, accelerator[row]!)));
    }
    const found = this.lastCountable!;
    if ('reason' in found) return found;
    const { inServiceFromMs, inServiceToMs } = found.registration;
    if (startMs[row]! >= inServiceFromMs && endMs[row]! <= inServiceToMs) return found;
    return { reason: 'NOT_IN_SERVICE', waitingFor: waitingFor.service(found.cluster.id) };
  }

  /** Everything about a record that follows from its cluster and its accelerator. */
  private look(clusterPlace: number, acceleratorPlace: number): Countable | Held {
    const { facts, normaliseName } = this.context;
    const { provider, sourceId, providerId, dictionary } = this.report;
    const name = this.names[clusterPlace]!;
    const cluster = facts.cluster(provider, name);
    if (!cluster) return { reason: 'UNKNOWN_CLUSTER', waitingFor: waitingFor.cluster(provider, name) };
    const registration = cluster.registrations.at(-1)!;
    const said = this.names[acceleratorPlace]! || registration.accelerator;
    const model = facts.catalogue.resolve(said);
    if (!model) return { reason: 'UNKNOWN_ACCELERATOR', waitingFor: waitingFor.accelerator(normaliseName(said)) };
    if (acceleratorPlace !== 0 && facts.catalogue.resolve(registration.accelerator)?.model !== model.model) {
      const place = { providerId, sourceId, clusterId: cluster.id };
      this.change.find({ kind: 'MODEL_MISMATCH', ...place, accelerator: model.model, detail: '' });
    }
    const series = new Int32Array(this.names.length).fill(-1);
    return { cluster, registration, model, nodes: dictionary.nodeOrdinals(cluster.id), series };
  }

  private hold(row: number, held: Held): void {
    const { columns, report } = this;
    const target = columns.corrections.get(row);
    this.change.states.push({
      reportPosition: report.position,
      index: columns.index[row]!,
      providerId: report.providerId,
      sourceId: report.sourceId,
      state: RecordState.HELD,
      held,
      place: { position: report.position, minor: columns.index[row]! },
      decidedPosition: report.position,
      clusterId: undefined,
      slots: [],
      target: target && { epoch: target.epoch, sequence: target.sequence, index: target.index },
      void: target?.void ?? false,
      replacedBy: undefined,
    });
    this.tally.receive('held', 1);
    this.tally.receiveMs('held', columns.count[row]! * (columns.endMs[row]! - columns.startMs[row]!));
  }

  /** Counts all of the record: the path that nearly every record takes. */
  private countWhole(row: number, decided: Countable): void {
    const { columns } = this;
    const start = columns.startMs[row]!;
    const end = columns.endMs[row]!;
    const count = columns.count[row]!;
    const series = this.prepare(row, decided);
    const last = lastHourOf(end);
    for (let hour = hourOf(start); hour <= last; hour++) this.post(row, series, hour, count * msInHour(hour, start, end));
    this.countedRecords++;
    this.tally.receiveMs('counted', count * (end - start));
  }

  private countOnNode(row: number, decided: Countable): void {
    const { node, startMs, endMs } = this.columns;
    const ordinal = decided.nodes[node[row]!]!;
    const start = startMs[row]!;
    const end = endMs[row]!;
    this.extendSpan(decided.cluster, ordinal, start, end);
    const firstDay = Math.floor(start / DAY_MS);
    if (end <= (firstDay + 1) * DAY_MS) {
      const outcome = this.claim(row, decided, ordinal, firstDay, start, end);
      if (outcome.whole) this.countWhole(row, decided);
      else this.countParts(row, decided, [outcome]);
    } else this.countOverDays(row, decided, ordinal);
  }

  /** Claims are kept by UTC day. */
  private countOverDays(row: number, decided: Countable, ordinal: number): void {
    const { startMs, endMs, count } = this.columns;
    const outcomes: ClaimOutcome[] = [];
    for (let from = startMs[row]!; from < endMs[row]!; ) {
      const day = Math.floor(from / DAY_MS);
      const to = Math.min(endMs[row]!, (day + 1) * DAY_MS);
      const outcome = this.claim(row, decided, ordinal, day, from, to);
      const whole = [{ startMs: from, endMs: to, counted: count[row]!, duplicate: 0, conflict: 0 }];
      outcomes.push(outcome.whole ? { ...outcome, parts: whole } : outcome);
      from = to;
    }
    if (outcomes.every((outcome) => outcome.whole)) this.countWhole(row, decided);
    else this.countParts(row, decided, outcomes);
  }

  private claim(row: number, decided: Countable, ordinal: number, day: number, startMs: number, endMs: number): ClaimOutcome {
    const { account, job, count, deviceStart, devices } = this.columns;
    const bucket = this.context.memory.claimBucket(decided.cluster.id, bucketOf(ordinal), day);
    const from = deviceStart[row]!;
    const to = deviceStart[row + 1]!;
    const holder = to > from ? bucket.holders.devices(devices, from, to) : bucket.holders.job(this.names[job[row]!]!);
    const accountId = this.report.dictionary.accountIds[account[row]!]!;
    return bucket
      .node(placeInBucket(ordinal))
      .claim(holder, accountId, count[row]!, startMs, endMs, decided.registration.acceleratorsPerNode);
  }

  private countParts(row: number, decided: Countable, outcomes: ClaimOutcome[]): void {
    const { columns, report } = this;
    const slots = slotsOf(outcomes, this.context);
    const series = this.prepare(row, decided);
    const state = stateOfSlots(slots);
    for (const slot of slots) {
      if (slot.countedMs > 0) this.post(row, series, slot.hour, slot.countedMs);
      this.tally.receiveMs('counted', slot.countedMs);
      this.tally.receiveMs('duplicate', slot.duplicateMs);
      this.tally.receiveMs('conflict', slot.conflictMs);
    }
    this.tally.receive(state === RecordState.COUNTED ? 'counted' : state === RecordState.CONFLICT ? 'conflict' : 'duplicate', 1);
    if (outcomes.some((outcome) => outcome.countDiffers)) this.find('COUNT_DIFFERS', decided);
    const place = { position: report.position, minor: columns.index[row]! };
    this.change.states.push({
      reportPosition: report.position,
      index: columns.index[row]!,
      providerId: report.providerId,
      sourceId: report.sourceId,
      state,
      held: undefined,
      place,
      decidedPosition: report.position,
      clusterId: decided.cluster.id,
      slots,
      target: undefined,
      void: false,
      replacedBy: undefined,
    });
  }

  /** Readies the meter for a record and answers its series. */
  private prepare(row: number, decided: Countable): number {
    const { columns, report, context } = this;
    const { meter } = context;
    meter.prepare(decided.model.peaksGflops, columns.grade[row]!, columns.ppm[row]!);
    if (meter.findings !== 0) for (const name of meteringFindingNames(meter.findings)) this.find(name, decided);
    const place = columns.account[row]!;
    const known = decided.series[place]!;
    if (known >= 0) return known;
    const acceleratorId = context.memory.acceleratorId(decided.model.model);
    const accountId = report.dictionary.accountIds[place]!;
    const series = this.change.totals.seriesOf(report.providerId, accountId, decided.cluster.id, acceleratorId);
    decided.series[place] = series;
    return series;
  }

  private post(row: number, series: number, hour: number, acceleratorMs: number): void {
    const { meter } = this.context;
    const expected = meter.expected(acceleratorMs);
    const { totals, labelled } = this.change;
    const at = totals.add(series, hour, acceleratorMs, meter.lower(acceleratorMs), expected, meter.upper(acceleratorMs), meter.basis);
    const grade = this.columns.grade[row]!;
    if (workloadOf(grade) === Workload.INFERENCE) labelled.add(at, workloadEvidenceOf(grade), acceleratorMs, expected);
  }

  private find(kind: string, { cluster, model }: Countable): void {
    const { providerId, sourceId } = this.report;
    this.change.find({ kind, providerId, sourceId, clusterId: cluster.id, accelerator: model.model, detail: '' });
  }

  private extendSpan(cluster: ComputeClusterFacts, ordinal: number, start: number, end: number): void {
    const firstHour = hourOf(start);
    const lastHour = lastHourOf(end);
    const bucket = bucketOf(ordinal);
    const span = this.spans.get(cluster.id);
    if (!span) {
      const { position, providerId } = this.report;
      this.spans.set(cluster.id, {
        clusterId: cluster.id,
        providerId,
        position,
        firstHour,
        lastHour,
        firstBucket: bucket,
        lastBucket: bucket,
      });
      return;
    }
    if (firstHour < span.firstHour) span.firstHour = firstHour;
    if (lastHour > span.lastHour) span.lastHour = lastHour;
    if (bucket < span.firstBucket) span.firstBucket = bucket;
    if (bucket > span.lastBucket) span.lastBucket = bucket;
  }
}

/** The parts of a record by UTC hour. */
function slotsOf(outcomes: readonly ClaimOutcome[], { facts, policy }: FoldContext): RecordSlot[] {
  const slots = new Map<number, RecordSlot>();
  for (const part of outcomes.flatMap((outcome) => outcome.parts)) {
    for (let hour = hourOf(part.startMs); hour <= lastHourOf(part.endMs); hour++) {
      const ms = msInHour(hour, part.startMs, part.endMs);
      const slot = slots.get(hour) ?? {
        hour,
        countedMs: 0,
        duplicateMs: 0,
        conflictMs: 0,
        policyVersion: policy.version,
        catalogueVersion: facts.catalogue.version,
      };
      slot.countedMs += part.counted * ms;
      slot.duplicateMs += part.duplicate * ms;
      slot.conflictMs += part.conflict * ms;
      slots.set(hour, slot);
    }
  }
  return [...slots.values()];
}
