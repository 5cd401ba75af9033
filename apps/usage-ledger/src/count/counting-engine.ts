import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import {
  type AcceleratorCatalogue,
  type Candidate,
  CURRENT_METERING_POLICY,
  type FoldContext,
  KnownFacts,
  LedgerChange,
  normaliseAcceleratorName,
  ReportFold,
  SlotMeter,
  type StandingReport,
  targetsFirst,
  waitingFor,
} from '@tidemark/domain';
import type { BatchContext, IncomingBatch, IncomingMessage } from '@tidemark/messaging';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { BaseCatalogue } from './base-catalogue.js';
import { CountingMemory } from './counting-memory.js';
import { CountingStore, type LedgerHead, LedgerRecords, StaleLedger, type TakenInput, type TakenReport } from './counting-store.port.js';
import { catalogueAfter, clusterOf, learnCluster, readFact, releasedBy, UnusableFact } from './facility-facts.js';
import { decodeReports, type ReportMessage } from './report-messages.js';
import { settle } from './settle.js';
import { TakenPartitions } from './taken-partitions.js';

/** Records decided at once after a fact; more are decided in further rounds of the same transaction. */
const RELEASE_ROUND = 20_000;
/** Places of records that another report's arrival releases, behind every index of that report. */
const RELEASED_MINOR = 1_000_000;
const ATTEMPTS = 20;
/** How long to keep others out from the start, after they were met. */
const CONTENDED_MS = 2_000;

/** A submission that the ledger takes: standing, or a copy of a standing one. */
interface Submission {
  message: ReportMessage;
  providerId: number;
  sourceId: number;
  copy: TakenReport['copy'];
}

/**
 * Counts: takes batches of the log, decides, and commits each in one transaction. One at a time in a process; other processes are
 * kept apart by the ledger's head row, and whoever finds it moved brings its memory up to date and decides again.
 */
@Injectable()
export class CountingEngine {
  private facts!: KnownFacts;
  private catalogue!: AcceleratorCatalogue;
  private memory!: CountingMemory;
  private readonly partitions: TakenPartitions;
  private readonly meter = new SlotMeter(CURRENT_METERING_POLICY);
  private head: LedgerHead | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private contendedUntilMs = 0;

  constructor(
    @Inject(CountingStore) private readonly store: CountingStore,
    @Inject(LedgerRecords) private readonly records: LedgerRecords,
    @Inject(BaseCatalogue) private readonly baseCatalogue: AcceleratorCatalogue,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    this.partitions = new TakenPartitions(store);
    this.forgetAll();
  }

  /** Where to begin in a partition that was just given to this process. */
  async startAt(topic: string, partition: number): Promise<bigint | undefined> {
    this.partitions.forget(topic, partition);
    return this.store.nextOffset(topic, partition);
  }

  /** Counts one batch of usage.reports.v1. When it resolves, all of it is committed. */
  async countReports(batch: IncomingBatch, context: BatchContext): Promise<void> {
    const decoded = decodeReports(batch.messages);
    await this.inTurn(async () => {
      for (const { message, reason } of decoded.poison) await context.deadLetter(message, reason);
      await this.insist((tx) => this.countDecoded(batch, decoded.reports, tx));
    });
  }

  /** Takes facts of facility.v1, each in a transaction of its own with all that it releases. */
  async takeFacts(batch: IncomingBatch, context: BatchContext): Promise<void> {
    await this.inTurn(async () => {
      for (const message of batch.messages) {
        try {
          await this.insist((tx) => this.takeFact(batch, message, tx), true);
        } catch (error) {
          this.forgetAll();
          if (!(error instanceof UnusableFact)) throw error;
          await context.deadLetter(message, error.message);
        }
      }
    });
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work, work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /**
   * Does the work in statements of its own, or, `locked` and for a while after others counted in between, in one transaction that
   * keeps them out. Whatever goes wrong, memory of what may not have been saved is forgotten.
   */
  private async insist(work: (tx: Transaction | undefined) => Promise<void>, locked = false): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        if (locked || this.clock.now() < this.contendedUntilMs) await this.inTransaction(work);
        else {
          await this.catchUp();
          await work(undefined);
        }
        return;
      } catch (error) {
        this.memory.forgetClaims();
        this.partitions.forgetAll();
        this.head = undefined;
        if (!(error instanceof StaleLedger) || attempt === ATTEMPTS) throw error;
        this.contendedUntilMs = this.clock.now() + CONTENDED_MS;
      }
    }
  }

  private inTransaction(work: (tx: Transaction) => Promise<void>): Promise<void> {
    return this.transactions.run(async (tx) => {
      await this.catchUp(tx);
      await work(tx);
    });
  }

  private forgetAll(): void {
    this.head = undefined;
    this.catalogue = this.baseCatalogue;
    this.facts = new KnownFacts(this.baseCatalogue);
    this.memory = new CountingMemory(this.store, this.facts);
    this.partitions.forgetAll();
  }

  /** Brings head and facts to where the database is. */
  private async catchUp(tx?: Transaction): Promise<void> {
    if (this.head && !tx) return;
    const head = tx ? await this.store.lockHead(tx) : await this.store.head();
    if (this.head?.position !== head.position) this.memory.forgetClaims();
    if (head.factPosition > this.facts.position) await this.learnFacts(tx);
    await this.memory.learnAccelerators(this.catalogue.entries.map((entry) => entry.model));
    this.head = head;
  }

  private async learnFacts(tx?: Transaction): Promise<void> {
    for (const stored of await this.store.facts(this.facts.position, tx)) {
      const event = readFact(stored.event);
      const catalogue = catalogueAfter(event, this.catalogue);
      if (catalogue) this.learnCatalogue(catalogue, stored.position);
      const cluster = clusterOf(event);
      if (cluster) learnCluster(event, await this.clusterId(cluster), stored.position, this.facts);
      this.facts.position = stored.position;
    }
  }

  private async clusterId({ provider, name }: { provider: string; name: string }): Promise<number> {
    await this.memory.learnProviders([provider]);
    const providerId = this.memory.providerId(provider);
    return (await this.store.idsOf('compute_cluster', providerId, [name])).get(name)!;
  }

  private learnCatalogue(catalogue: AcceleratorCatalogue, position: number): void {
    this.catalogue = catalogue;
    this.facts.addCatalogue(position, catalogue);
  }

  private async countDecoded(batch: IncomingBatch, decoded: readonly ReportMessage[], tx?: Transaction): Promise<void> {
    const partition = await this.partitions.state(batch.topic, batch.partition);
    const end = batch.messages.at(-1)!.offset + 1n;
    const fresh = decoded.filter((message) => message.offset >= (partition.nextOffset ?? 0n));
    if (partition.nextOffset !== undefined && end <= partition.nextOffset) return;
    const marks = new Map(partition.marks);
    const submissions = await this.classify(fresh.filter((message) => moveMark(marks, message)));
    const awaited = await this.awaited(submissions);
    const isSlow = (submission: Submission) =>
      !submission.copy && (submission.message.columns.corrections.size > 0 || awaited.has(keyOfReport(submission)));
    const runs = runsOf(submissions, isSlow);
    if (runs.length === 0) runs.push([]);
    let from = partition.nextOffset ?? batch.messages[0]!.offset;
    for (const [i, run] of runs.entries()) {
      const to = i === runs.length - 1 ? end : run.at(-1)!.message.offset + 1n;
      const taken = marksUntil(partition.marks, run);
      const input: TakenInput = { topic: batch.topic, partition: batch.partition, from, to, marks: taken };
      if (run.length === 1 && isSlow(run[0]!)) await this.countAndSettle(input, run[0]!, tx);
      else await this.countRun(input, run, tx);
      this.partitions.taken(input);
      from = to;
    }
  }

  /** Keys of the reports that some correction names: one that waits in the ledger, or one that comes in the same batch. */
  private async awaited(submissions: readonly Submission[]): Promise<Set<string>> {
    const sources = await this.partitions.sourcesWaitedFor();
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
    await this.memory.learnProviders(providers.keys());
    for (const [provider, own] of providers) {
      await this.memory.learnSources(
        this.memory.providerId(provider),
        own.map(({ envelope }) => envelope.source),
      );
    }
    const submissions = messages.map((message): Submission => {
      const providerId = this.memory.providerId(message.envelope.provider);
      return { message, providerId, sourceId: this.memory.sourceId(providerId, message.envelope.source), copy: undefined };
    });
    const standing = await this.partitions.standing(submissions.map(({ message, sourceId }) => ({ ...idOf(message), sourceId })));
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

  /** The fast way: nothing in the run touches what was decided before. One statement. */
  private async countRun(input: TakenInput, run: readonly Submission[], tx?: Transaction): Promise<void> {
    const head = this.head!;
    const taken = run.map((submission, i) => takenReport(submission, head.position + 1 + i));
    const standing = run.flatMap((submission, i) =>
      submission.copy || isOpaque(submission) ? [] : [standingReport(submission, taken[i]!)],
    );
    await this.memory.prepareFor(standing, tx);
    const change = new LedgerChange();
    const context = this.foldContext();
    for (const report of standing) new ReportFold(report, context, change).fold();
    for (const submission of run) tallyUnfolded(submission, change);
    this.partitions.findEpochsGoingBack(
      run.map(({ message, ...one }) => ({ ...one, epoch: message.envelope.epoch })),
      change,
    );
    await this.commit({ head, input, reports: taken, reason: 'reports', change, position: head.position + taken.length }, tx);
    this.partitions.remember(taken);
    this.partitions.rememberWaiting(change);
  }

  /** The way of a report with corrections, or of one that corrections waited for: all of it in one transaction under the head's lock. */
  private async countAndSettle(input: TakenInput, submission: Submission, tx?: Transaction): Promise<void> {
    if (!tx) return this.inTransaction((own) => this.countAndSettle(input, submission, own));
    await this.countRun(input, [submission], tx);
    const candidates = await this.correctionsFrom(submission, tx);
    if (candidates.length > 0) await this.settleAndCommit(tx, candidates, this.head!.position);
    this.partitions.forgetWaiting();
  }

  /** The corrections of the report just counted, in their own places; behind them those of other reports that waited for it. */
  private async correctionsFrom(submission: Submission, tx: Transaction): Promise<Candidate[]> {
    const { position } = this.head!;
    const own = await this.records.correctionsOf(tx, position, this.facts);
    const waiting = await this.records.waiting(
      tx,
      [keyOfReport(submission)],
      { reportPosition: -1, index: 0 },
      Number.MAX_SAFE_INTEGER,
      this.facts,
    );
    const others = waiting.filter((record) => record.reportPosition !== position);
    return [
      ...targetsFirst(own).map((record) => ({ record, ownPlace: { position, minor: record.index } })),
      ...others.map((record, turn) => ({ record, ownPlace: { position, minor: RELEASED_MINOR + turn } })),
    ];
  }

  private async takeFact(batch: IncomingBatch, message: IncomingMessage, tx: Transaction | undefined): Promise<void> {
    if (!tx) throw new Error('A fact is taken inside a transaction');
    const partition = await this.partitions.state(batch.topic, batch.partition);
    if (partition.nextOffset !== undefined && message.offset < partition.nextOffset) return;
    const from = partition.nextOffset ?? message.offset;
    const input: TakenInput = { topic: batch.topic, partition: batch.partition, from, to: message.offset + 1n, marks: new Map() };
    const event = readFact(message.value);
    if (await this.store.hasFact(tx, event.id)) await this.commitNothing(input, tx);
    else await this.addFact(tx, event, message.value, input);
    this.partitions.taken(input);
  }

  /** Moves the partition's position and nothing else. */
  private commitNothing(input: TakenInput, tx: Transaction): Promise<void> {
    const head = this.head!;
    return this.commit({ head, input, reports: [], reason: 'reports', change: new LedgerChange(), position: head.position }, tx);
  }

  private async addFact(tx: Transaction, event: ReturnType<typeof readFact>, bytes: Uint8Array, input: TakenInput): Promise<void> {
    const position = this.head!.position + 1;
    const knownAtMs = this.knownAt();
    const catalogue = catalogueAfter(event, this.catalogue);
    const cluster = clusterOf(event);
    const clusterId = cluster && (await this.clusterId(cluster));
    await this.store.addFact(
      tx,
      { position, eventId: event.id, event: bytes, catalogueVersion: (catalogue ?? this.catalogue).version },
      knownAtMs,
    );
    this.head = { position, knownAtMs, factPosition: position };
    if (catalogue) this.learnCatalogue(catalogue, position);
    if (clusterId !== undefined) learnCluster(event, clusterId, position, this.facts);
    this.facts.position = position;
    await this.memory.learnAccelerators(this.catalogue.entries.map((entry) => entry.model));
    await this.commitNothing(input, tx);
    await this.release(tx, releasedBy(event, clusterId, this.facts), position);
  }

  /** Decides the records that waited for the keys, in ledger order, in rounds. */
  private async release(tx: Transaction, keys: readonly string[], position: number): Promise<void> {
    if (keys.length === 0) return;
    let after = { reportPosition: -1, index: 0 };
    for (let turn = 0; ; ) {
      const waiting = await this.records.waiting(tx, keys, after, RELEASE_ROUND, this.facts);
      if (waiting.length === 0) return;
      const candidates = waiting.map((record) => ({ record, ownPlace: { position, minor: turn++ } }));
      await this.settleAndCommit(tx, candidates, position);
      const last = waiting.at(-1)!;
      after = { reportPosition: last.reportPosition, index: last.index };
    }
  }

  private async settleAndCommit(tx: Transaction, candidates: readonly Candidate[], position: number): Promise<void> {
    const { facts, memory, records } = this;
    const change = await settle(candidates, { tx, facts, memory, records, policy: CURRENT_METERING_POLICY, position });
    const providers = new Set(change.totals.sortedRows().map((row) => change.totals.series[change.totals.rowSeries[row]!]!.providerId));
    const head = this.head!;
    await this.commit({ head, input: undefined, reports: [], reason: 'settlement', change, position: head.position + providers.size }, tx);
  }

  private async commit(
    commit: Pick<Parameters<CountingStore['commit']>[0], 'head' | 'input' | 'reports' | 'reason' | 'change' | 'position'>,
    tx?: Transaction,
  ): Promise<void> {
    const knownAtMs = this.knownAt();
    const versions = { policyVersion: CURRENT_METERING_POLICY.version, catalogueVersion: this.catalogue.version };
    const outcome = await this.store.commit({ ...commit, ...versions, knownAtMs, buckets: this.memory.changedBuckets() }, this.memory, tx);
    if (outcome === 'head') throw new StaleLedger('somebody else counted');
    this.memory.claimsSaved(commit.position);
    this.head = { position: commit.position, knownAtMs, factPosition: commit.head.factPosition };
  }

  /** Never goes back within the ledger, whatever a machine's clock does. */
  private knownAt(): number {
    return Math.max(this.clock.now(), this.head!.knownAtMs);
  }

  private foldContext(): FoldContext {
    return {
      facts: this.facts,
      memory: this.memory,
      meter: this.meter,
      policy: CURRENT_METERING_POLICY,
      normaliseName: normaliseAcceleratorName,
    };
  }
}

const idOf = ({ envelope }: ReportMessage) => ({ epoch: envelope.epoch, sequence: envelope.sequence });

const keyOfReport = ({ message, sourceId }: Submission): string =>
  waitingFor.report(sourceId, message.envelope.epoch, message.envelope.sequence);

const isOpaque = ({ message }: Submission): boolean => message.envelope.schemaVersion > 1;

/** Passes over what the transport delivered again: origins rise within a stream. */
function moveMark(marks: Map<string, bigint>, { envelope }: ReportMessage): boolean {
  const { stream, offset } = envelope.origin;
  if (offset < (marks.get(stream) ?? 0n)) return false;
  marks.set(stream, offset + 1n);
  return true;
}

/** The marks that a run moves. */
function marksUntil(before: ReadonlyMap<string, bigint>, run: readonly Submission[]): Map<string, bigint> {
  const moved = new Map<string, bigint>();
  for (const { message } of run) {
    const { stream, offset } = message.envelope.origin;
    if (offset >= (before.get(stream) ?? 0n)) moved.set(stream, offset + 1n);
  }
  return moved;
}

/** Neighbours that can be counted together; a slow one stands alone. */
function runsOf(submissions: readonly Submission[], isSlow: (submission: Submission) => boolean): Submission[][] {
  const runs: Submission[][] = [];
  let open: Submission[] | undefined;
  for (const submission of submissions) {
    if (isSlow(submission)) {
      runs.push([submission]);
      open = undefined;
    } else if (open) open.push(submission);
    else runs.push((open = [submission]));
  }
  return runs;
}

const takenReport = ({ message, providerId, sourceId, copy }: Submission, position: number): TakenReport => ({
  providerId,
  sourceId,
  epoch: message.envelope.epoch,
  sequence: message.envelope.sequence,
  position,
  contentHash: message.envelope.contentHash,
  receivedAtMs: message.envelope.receivedAtMs,
  recordCount: message.envelope.recordCount,
  opaque: message.envelope.schemaVersion > 1,
  copy,
  envelope: message.bytes,
});

const standingReport = ({ message, providerId, sourceId }: Submission, { position }: TakenReport): StandingReport => ({
  provider: message.envelope.provider,
  providerId,
  sourceId,
  epoch: message.envelope.epoch,
  sequence: message.envelope.sequence,
  position,
  rejected: message.envelope.rejected.length,
  columns: message.columns,
});

/** Copies and opaque reports are not folded, but they were received. */
function tallyUnfolded(submission: Submission, change: LedgerChange): void {
  const { message, providerId, sourceId, copy } = submission;
  const tally = change.tally(sourceId, providerId);
  if (isOpaque(submission)) {
    if (!copy) tally.opaqueReports++;
    return;
  }
  if (!copy) return;
  const { columns, envelope } = message;
  tally.receive('rejected', envelope.rejected.length);
  tally.receive(copy, columns.length);
  for (let row = 0; row < columns.length; row++) tally.receiveMs(copy, columns.count[row]! * (columns.endMs[row]! - columns.startMs[row]!));
}
