import {
  type Candidate,
  CURRENT_METERING_POLICY,
  type FoldContext,
  type Held,
  LedgerChange,
  normaliseAcceleratorName,
  ReportFold,
  SlotMeter,
  targetsFirst,
  waitingFor,
} from '@tidemark/domain';
import type { IncomingBatch } from '@tidemark/messaging';
import type { Transaction } from '@tidemark/persistence';
import type { CountingStore, LedgerRecords, TakenInput } from './counting-store.port.js';
import type { LedgerState } from './ledger-state.js';
import type { ReportMessage } from './report-messages.js';
import {
  idOf,
  isOpaque,
  keyOfReport,
  marksUntil,
  moveMark,
  runsOf,
  type Submission,
  standingReport,
  takenReport,
  tallyUnfolded,
} from './submission.js';

/** Places of records that another report's arrival releases, behind every index of that report. */
const RELEASED_MINOR = 1_000_000;

/** Does work in one transaction in which nobody else counts. */
type Locked = (work: (tx: Transaction) => Promise<void>) => Promise<void>;

/** Takes reports: says which stand, folds them, and settles what corrections change. */
export class ReportCounter {
  private readonly meter = new SlotMeter(CURRENT_METERING_POLICY);

  constructor(
    private readonly state: LedgerState,
    private readonly store: CountingStore,
    private readonly records: LedgerRecords,
    private readonly locked: Locked,
  ) {}

  /**
   * Decides what is new of a batch, in as few transactions as its order allows. Answers the commits that are under way: the batch is
   * counted when all of them resolved.
   */
  async count(batch: IncomingBatch, decoded: readonly ReportMessage[], tx?: Transaction, holdAll?: Held): Promise<Promise<void>[]> {
    const partition = await this.state.partitions.state(batch.topic, batch.partition);
    const end = batch.messages.at(-1)!.offset + 1n;
    const fresh = decoded.filter((message) => message.offset >= (partition.nextOffset ?? 0n));
    if (partition.nextOffset !== undefined && end <= partition.nextOffset) return [];
    const marks = new Map(partition.marks);
    const submissions = await this.classify(fresh.filter((message) => moveMark(marks, message)));
    const awaited = await this.awaited(submissions);
    const isSlow = (submission: Submission) =>
      !holdAll && !submission.copy && (submission.message.columns.corrections.size > 0 || awaited.has(keyOfReport(submission)));
    const runs = runsOf(submissions, isSlow);
    if (runs.length === 0) runs.push([]);
    const commits: Promise<void>[] = [];
    let from = partition.nextOffset;
    for (const [i, run] of runs.entries()) {
      const to = i === runs.length - 1 ? end : run.at(-1)!.message.offset + 1n;
      const taken = marksUntil(partition.marks, run);
      const input: TakenInput = { topic: batch.topic, partition: batch.partition, from, to, marks: taken };
      if (run.length === 1 && isSlow(run[0]!)) await this.countAndSettle(input, run[0]!, tx);
      else commits.push((await this.countRun(input, run, tx, holdAll)).committed);
      this.state.partitions.taken(input);
      from = to;
    }
    return commits;
  }

  /** Keys of the reports that some correction names: one that waits in the ledger, or one that comes in the same batch. */
  private async awaited(submissions: readonly Submission[]): Promise<Set<string>> {
    const sources = await this.state.partitions.sourcesWaitedFor();
    const perhaps = submissions.filter(({ sourceId }) => sources.has(sourceId)).map(keyOfReport);
    const awaited = perhaps.length > 0 ? await this.store.awaited(perhaps) : new Set<string>();
    for (const { message, sourceId } of submissions) {
      for (const { epoch, sequence } of message.columns.corrections.values()) awaited.add(waitingFor.report(sourceId, epoch, sequence));
    }
    return awaited;
  }

  /** Says of each submission whether it stands. Copies are told by their content. */
  private async classify(messages: readonly ReportMessage[]): Promise<Submission[]> {
    const providers = Map.groupBy(messages, ({ envelope }) => envelope.provider);
    await this.state.memory.learnProviders(providers.keys());
    for (const [provider, own] of providers) {
      await this.state.memory.learnSources(
        this.state.memory.providerId(provider),
        own.map(({ envelope }) => envelope.source),
      );
    }
    const submissions = messages.map((message): Submission => {
      const providerId = this.state.memory.providerId(message.envelope.provider);
      return { message, providerId, sourceId: this.state.memory.sourceId(providerId, message.envelope.source), copy: undefined };
    });
    const standing = await this.state.partitions.standing(submissions.map(({ message, sourceId }) => ({ ...idOf(message), sourceId })));
    for (const submission of submissions) {
      const { message, sourceId } = submission;
      const { epoch, sequence } = message.envelope;
      const key = `${sourceId}/${epoch}/${sequence}`;
      const hash = standing.get(key);
      if (!hash) standing.set(key, Buffer.from(message.envelope.contentHash));
      else submission.copy = hash.equals(message.envelope.contentHash) ? 'duplicate' : 'conflict';
    }
    return submissions;
  }

  /** The fast way: nothing in the run touches what was decided before. One statement, under way when this resolves. */
  private async countRun(
    input: TakenInput,
    run: readonly Submission[],
    tx?: Transaction,
    holdAll?: Held,
  ): Promise<{ committed: Promise<void> }> {
    const head = this.state.head;
    const taken = run.map((submission, i) => takenReport(submission, head.position + 1 + i));
    const standing = run.flatMap((submission, i) =>
      submission.copy || isOpaque(submission) ? [] : [standingReport(submission, taken[i]!)],
    );
    await this.state.memory.prepareFor(standing, tx);
    const change = new LedgerChange();
    const context = { ...this.foldContext(), ...(holdAll ? { holdAll } : {}) };
    for (const report of standing) new ReportFold(report, context, change).fold();
    for (const submission of run) tallyUnfolded(submission, change);
    if (holdAll)
      for (const { providerId, sourceId } of standing)
        change.find({ kind: holdAll.reason, providerId, sourceId, clusterId: 0, accelerator: '', detail: '' });
    this.state.partitions.findEpochsGoingBack(
      run.map(({ message, ...one }) => ({ ...one, epoch: message.envelope.epoch })),
      change,
    );
    const committed = this.state.commit(
      { head, input, reports: taken, reason: 'reports', change, position: head.position + taken.length },
      tx,
    );
    // Heard of by whoever awaits it; until then a failure is nobody's surprise.
    committed.catch(() => undefined);
    this.state.partitions.remember(taken);
    this.state.partitions.rememberWaiting(change);
    return { committed };
  }

  /** The way of a report with corrections, or of one that corrections waited for: all of it in one transaction under the head's lock. */
  private async countAndSettle(input: TakenInput, submission: Submission, tx?: Transaction): Promise<void> {
    if (!tx) return this.locked((own) => this.countAndSettle(input, submission, own));
    await (await this.countRun(input, [submission], tx)).committed;
    const candidates = await this.correctionsFrom(submission, tx);
    if (candidates.length > 0) await this.state.settleAndCommit(tx, candidates, this.state.head.position);
    this.state.partitions.forgetWaiting();
  }

  /** The corrections of the report just counted, in their own places; behind them those of other reports that waited for it. */
  private async correctionsFrom(submission: Submission, tx: Transaction): Promise<Candidate[]> {
    const { position } = this.state.head;
    const own = await this.records.correctionsOf(tx, position, this.state.facts);
    const waiting = await this.records.waiting(
      tx,
      [keyOfReport(submission)],
      { reportPosition: -1, index: 0 },
      Number.MAX_SAFE_INTEGER,
      this.state.facts,
    );
    const others = waiting.filter((record) => record.reportPosition !== position);
    return [
      ...targetsFirst(own).map((record) => ({ record, ownPlace: { position, minor: record.index } })),
      ...others.map((record, turn) => ({ record, ownPlace: { position, minor: RELEASED_MINOR + turn } })),
    ];
  }

  private foldContext(): FoldContext {
    return {
      facts: this.state.facts,
      memory: this.state.memory,
      meter: this.meter,
      policy: CURRENT_METERING_POLICY,
      normaliseName: normaliseAcceleratorName,
    };
  }
}
