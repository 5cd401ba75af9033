import type { LedgerChange } from '@tidemark/domain';
import type { CountingStore, ReportId, TakenInput, TakenReport } from './counting-store.port.js';

interface PartitionState {
  /** undefined: nothing was ever taken of the partition. */
  nextOffset: bigint | undefined;
  marks: Map<string, bigint>;
}

/**
 * How far each partition was taken, and which reports stand. The database has the last word on all of it (compare-and-set of the
 * position, primary key of the reports); this memory only saves asking about what is surely new.
 */
export class TakenPartitions {
  private readonly partitions = new Map<string, PartitionState>();
  /** Highest sequence of each source and epoch. Undefined until the source was asked for. */
  private readonly maxSequences = new Map<number, Map<number, bigint>>();
  private waitedFor: Set<number> | undefined;

  constructor(private readonly store: CountingStore) {}

  async state(topic: string, partition: number): Promise<PartitionState> {
    const key = `${topic}/${partition}`;
    let state = this.partitions.get(key);
    if (!state) {
      state = { nextOffset: await this.store.nextOffset(topic, partition), marks: await this.store.originMarks(partition) };
      this.partitions.set(key, state);
    }
    return state;
  }

  /** The partition was given to somebody, perhaps to this process again: others may have counted it since. */
  forget(topic: string, partition: number): void {
    this.partitions.delete(`${topic}/${partition}`);
    this.maxSequences.clear();
    this.waitedFor = undefined;
  }

  forgetAll(): void {
    this.partitions.clear();
    this.maxSequences.clear();
    this.waitedFor = undefined;
  }

  taken(input: TakenInput): void {
    const state = this.partitions.get(`${input.topic}/${input.partition}`);
    if (!state) return;
    state.nextOffset = input.to;
    for (const [stream, next] of input.marks) state.marks.set(stream, next);
  }

  /** Content hashes of those of the reports that stand already, by `sourceId/epoch/sequence`. */
  async standing(ids: readonly ReportId[]): Promise<Map<string, Buffer>> {
    await this.learnSequences(ids.map((id) => id.sourceId));
    const perhaps = ids.filter((id) => id.sequence <= (this.maxSequences.get(id.sourceId)?.get(id.epoch) ?? 0n));
    const rows = await this.store.standingReports(perhaps);
    return new Map(rows.map((row) => [`${row.sourceId}/${row.epoch}/${row.sequence}`, row.contentHash]));
  }

  remember(reports: readonly TakenReport[]): void {
    for (const { sourceId, epoch, sequence } of reports) {
      const epochs = this.maxSequences.get(sourceId);
      if (epochs && sequence > (epochs.get(epoch) ?? 0n)) epochs.set(epoch, sequence);
    }
  }

  /** A lower epoch after a higher one is a finding. */
  findEpochsGoingBack(
    reports: readonly { providerId: number; sourceId: number; epoch: number; copy: unknown }[],
    change: LedgerChange,
  ): void {
    // A batch may hold both the higher epoch and the lower one behind it.
    const highest = new Map<number, number>();
    for (const { providerId, sourceId, epoch, copy } of reports) {
      if (copy) continue;
      const before = highest.get(sourceId) ?? Math.max(0, ...(this.maxSequences.get(sourceId)?.keys() ?? []));
      highest.set(sourceId, Math.max(before, epoch));
      if (epoch >= before) continue;
      change.find({ kind: 'EPOCH_WENT_BACK', providerId, sourceId, clusterId: 0, accelerator: '', detail: `epoch ${epoch}` });
    }
  }

  /** Sources for which some correction waits for its target's report. */
  async sourcesWaitedFor(): Promise<ReadonlySet<number>> {
    this.waitedFor ??= await this.store.sourcesWaitedFor();
    return this.waitedFor;
  }

  rememberWaiting(change: LedgerChange): void {
    for (const { held, sourceId } of change.states) if (held?.reason === 'TARGET_MISSING') this.waitedFor?.add(sourceId);
  }

  forgetWaiting(): void {
    this.waitedFor = undefined;
  }

  private async learnSequences(sourceIds: readonly number[]): Promise<void> {
    const missing = [...new Set(sourceIds)].filter((id) => !this.maxSequences.has(id));
    if (missing.length === 0) return;
    const rows = await this.store.maxSequences(missing);
    for (const id of missing) this.maxSequences.set(id, new Map());
    for (const row of rows) this.maxSequences.get(row.sourceId)!.set(row.epoch, row.maxSequence);
  }
}
