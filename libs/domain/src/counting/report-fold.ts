import { hourOf, lastHourOf, msInHour } from '../metering/hour-slots.js';
import { meteringFindingNames } from '../metering/metering-finding.js';
import type { MeteringPolicy } from '../metering/metering-policy.js';
import type { SlotMeter } from '../metering/slot-meter.js';
import { type RecordColumns, Workload, workloadEvidenceOf, workloadOf } from '../usage/record-columns.js';
import { bucketOf, type ClaimBucket, DAY_MS, placeInBucket } from './claim-bucket.js';
import type { ClusterRegistration, ComputeClusterFacts, KnownFacts, MeteredModel } from './known-facts.js';
import type { LedgerChange, ReportSpan } from './ledger-change.js';
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
}

/** What folding asks of the ledger's memory. Everything asked for was loaded before. */
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
}

/** What stands behind a record that can be counted. */
interface Decided {
  cluster: ComputeClusterFacts;
  registration: ClusterRegistration;
  model: MeteredModel;
}

const NO_NODE = 0;

/**
 * Folds the records of one standing report into a change, in the order of their index, behind everything claimed before.
 * Records that correct others are put down as held: they are settled right after, in the same transaction.
 */
export class ReportFold {
  private readonly columns: RecordColumns;
  private readonly tally: SourceTally;
  private readonly clusters: (ComputeClusterFacts | null | undefined)[] = [];
  private readonly models: (MeteredModel | null | undefined)[] = [];
  private readonly accounts: Int32Array;
  private readonly nodes: Int32Array;
  private readonly seriesByAccount: Int32Array;
  private seriesCluster: ComputeClusterFacts | undefined;
  private seriesModel: MeteredModel | undefined;
  private nodesCluster: ComputeClusterFacts | undefined;
  private readonly spans = new Map<number, ReportSpan>();
  private countedRecords = 0;

  constructor(
    private readonly report: StandingReport,
    private readonly context: FoldContext,
    private readonly change: LedgerChange,
  ) {
    this.columns = report.columns;
    this.tally = change.tally(report.sourceId, report.providerId);
    const names = this.columns.names.length;
    this.accounts = new Int32Array(names);
    this.nodes = new Int32Array(names).fill(-1);
    this.seriesByAccount = new Int32Array(names).fill(-1);
  }

  fold(): void {
    const { length, corrections } = this.columns;
    this.tally.receive('rejected', this.report.rejected);
    for (let row = 0; row < length; row++) {
      if (corrections.size > 0 && corrections.has(row)) {
        const target = corrections.get(row)!;
        this.hold(row, { reason: 'TARGET_MISSING', waitingFor: waitingFor.report(this.report.sourceId, target.epoch, target.sequence) });
        continue;
      }
      const decided = this.decide(row);
      if ('reason' in decided) this.hold(row, decided);
      else if (this.columns.node[row] === NO_NODE) this.countWhole(row, decided);
      else this.countOnNode(row, decided);
    }
    this.tally.receive('counted', this.countedRecords);
    for (const span of this.spans.values()) this.change.spans.push(span);
  }

  private decide(row: number): Decided | Held {
    const { cluster: clusters, accelerator: accelerators, startMs, endMs, names } = this.columns;
    const cluster = this.clusterOf(clusters[row]!);
    if (!cluster) return { reason: 'UNKNOWN_CLUSTER', waitingFor: waitingFor.cluster(this.report.provider, names[clusters[row]!]!) };
    const registration = cluster.registrations.at(-1)!;
    const place = accelerators[row]!;
    const model = place === 0 ? this.context.facts.catalogue.resolve(registration.accelerator) : this.modelOf(place);
    if (!model) return unknownAccelerator(this.context, place === 0 ? registration.accelerator : names[place]!);
    if (startMs[row]! < registration.inServiceFromMs || endMs[row]! > registration.inServiceToMs) {
      return { reason: 'NOT_IN_SERVICE', waitingFor: waitingFor.service(cluster.id) };
    }
    return { cluster, registration, model };
  }

  private clusterOf(place: number): ComputeClusterFacts | null {
    const known = this.clusters[place];
    if (known !== undefined) return known;
    const found = this.context.facts.cluster(this.report.provider, this.columns.names[place]!) ?? null;
    this.clusters[place] = found;
    return found;
  }

  private modelOf(place: number): MeteredModel | null {
    const known = this.models[place];
    if (known !== undefined) return known;
    const found = this.context.facts.catalogue.resolve(this.columns.names[place]!) ?? null;
    this.models[place] = found;
    return found;
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
  private countWhole(row: number, decided: Decided): void {
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

  private countOnNode(row: number, decided: Decided): void {
    const { cluster, registration } = decided;
    const { node, account, job, count, startMs, endMs, deviceStart, devices, names } = this.columns;
    const ordinal = this.nodeOrdinalOf(node[row]!, cluster);
    const accountId = this.accountIdOf(account[row]!);
    const start = startMs[row]!;
    const end = endMs[row]!;
    this.extendSpan(cluster, ordinal, start, end);
    let outcomes: ClaimOutcome[] | undefined;
    const lastDay = Math.floor((end - 1) / DAY_MS);
    for (let day = Math.floor(start / DAY_MS); day <= lastDay; day++) {
      const bucket = this.context.memory.claimBucket(cluster.id, bucketOf(ordinal), day);
      const from = deviceStart[row]!;
      const to = deviceStart[row + 1]!;
      const outcome = bucket.node(placeInBucket(ordinal)).claim({
        holder: to > from ? bucket.holders.devices(devices, from, to) : bucket.holders.job(names[job[row]!]!),
        account: accountId,
        count: count[row]!,
        startMs: Math.max(start, day * DAY_MS),
        endMs: Math.min(end, (day + 1) * DAY_MS),
        limit: registration.acceleratorsPerNode,
      });
      if (!outcome.whole || outcomes)
        (outcomes ??= wholeUntil(start, day * DAY_MS, count[row]!)).push(withParts(outcome, day, start, end, count[row]!));
    }
    if (outcomes === undefined) this.countWhole(row, decided);
    else this.countParts(row, decided, outcomes);
  }

  private countParts(row: number, decided: Decided, outcomes: ClaimOutcome[]): void {
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
    if (outcomes.some((outcome) => outcome.countDiffers)) this.find('COUNT_DIFFERS', decided.cluster.id, decided.model.model);
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
  private prepare(row: number, { cluster, model, registration }: Decided): number {
    const { columns } = this;
    const { meter } = this.context;
    meter.prepare(model.peaksGflops, columns.grade[row]!, columns.ppm[row]!);
    if (meter.findings !== 0) for (const name of meteringFindingNames(meter.findings)) this.find(name, cluster.id, model.model);
    if (cluster !== this.seriesCluster || model !== this.seriesModel) {
      this.seriesByAccount.fill(-1);
      this.seriesCluster = cluster;
      this.seriesModel = model;
      this.findMismatch(row, cluster, model, registration);
    }
    const place = columns.account[row]!;
    let series = this.seriesByAccount[place]!;
    if (series < 0) {
      const acceleratorId = this.context.memory.acceleratorId(model.model);
      series = this.change.totals.seriesOf(this.report.providerId, this.accountIdOf(place), cluster.id, acceleratorId);
      this.seriesByAccount[place] = series;
    }
    return series;
  }

  private post(row: number, series: number, hour: number, acceleratorMs: number): void {
    const { meter } = this.context;
    const expected = meter.expected(acceleratorMs);
    this.change.totals.add(series, hour, acceleratorMs, meter.lower(acceleratorMs), expected, meter.upper(acceleratorMs));
    const grade = this.columns.grade[row]!;
    if (workloadOf(grade) === Workload.INFERENCE) this.change.addLabelled(series, hour, workloadEvidenceOf(grade), acceleratorMs, expected);
  }

  private findMismatch(row: number, cluster: ComputeClusterFacts, model: MeteredModel, registration: ClusterRegistration): void {
    if (this.columns.accelerator[row] === 0) return;
    if (this.context.facts.catalogue.resolve(registration.accelerator)?.model !== model.model)
      this.find('MODEL_MISMATCH', cluster.id, model.model);
  }

  private find(kind: string, clusterId: number, accelerator: string): void {
    const { providerId, sourceId } = this.report;
    this.change.find({ kind, providerId, sourceId, clusterId, accelerator, detail: '' });
  }

  private accountIdOf(place: number): number {
    return (
      this.accounts[place] || (this.accounts[place] = this.context.memory.accountId(this.report.providerId, this.columns.names[place]!))
    );
  }

  private nodeOrdinalOf(place: number, cluster: ComputeClusterFacts): number {
    if (cluster !== this.nodesCluster) {
      this.nodes.fill(-1);
      this.nodesCluster = cluster;
    }
    const known = this.nodes[place]!;
    return known >= 0 ? known : (this.nodes[place] = this.context.memory.nodeOrdinal(cluster.id, this.columns.names[place]!));
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

const unknownAccelerator = (context: FoldContext, name: string): Held => ({
  reason: 'UNKNOWN_ACCELERATOR',
  waitingFor: waitingFor.accelerator(context.normaliseName(name)),
});

/** The days before the first that did not count whole. */
const wholeUntil = (startMs: number, endMs: number, counted: number): ClaimOutcome[] =>
  startMs < endMs ? [{ whole: true, parts: [{ startMs, endMs, counted, duplicate: 0, conflict: 0 }], countDiffers: false }] : [];

function withParts(outcome: ClaimOutcome, day: number, startMs: number, endMs: number, counted: number): ClaimOutcome {
  if (!outcome.whole) return outcome;
  const part = { startMs: Math.max(startMs, day * DAY_MS), endMs: Math.min(endMs, (day + 1) * DAY_MS), counted, duplicate: 0, conflict: 0 };
  return { ...outcome, parts: [part] };
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
