import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { HOUR_MS } from '@tidemark/domain';
import type { BatchContext, IncomingBatch } from '@tidemark/messaging';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { Evaluator } from '../evaluate/evaluator.js';
import { FlagWriter } from '../evaluate/flag-writer.js';
import type { MonitorMemory } from '../evaluate/monitor-memory.js';
import { TouchedScopes } from '../evaluate/touched-scopes.js';
import { FacilityTaker } from './facility-taker.js';
import { IdentityTaker } from './identity-taker.js';
import { MemoryLoader } from './memory-loader.js';
import { type InputPosition, type MonitorHead, MonitorStore } from './monitor-store.port.js';
import { OrderTaker } from './order-taker.js';
import { type DecodedBatch, decodeBatches, PostingTaker } from './posting-taker.js';

/** One change of what the monitor knows: all of it commits, with what follows from it, or nothing does. */
export interface MonitorChange {
  readonly tx: Transaction;
  readonly memory: MonitorMemory;
  readonly touched: TouchedScopes;
  readonly nowMs: number;
  /** Number of this change. */
  readonly change: bigint;
  /** Highest position and sequence taken by the end of this change. */
  ledgerPosition: bigint;
  identitySequence: bigint;
  judgedHour: number;
  /** The rules changed: memory is read anew and everything is judged, before this change commits. */
  rulesChanged: boolean;
  /** What people did in a case, which changes no total: when it came may be told to nobody, unless a flag follows. */
  ofCases: boolean;
  /** Partitions that were taken from, by `topic/partition`. */
  readonly moved: Map<string, InputPosition>;
}

/** Postings that one transaction takes at the most, but for a single batch that has more: some hundred megabytes, and seconds. */
const POSTINGS_MAX = 200_000;

/** Batches of one partition that follow one another. */
interface Waiting extends InputPosition {
  readonly decoded: readonly DecodedBatch[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Folds what comes, judges what it touched, and commits both with the positions in one transaction. Transactions follow one another: the
 * head row keeps other processes apart, and whoever finds it moved forgets its memory and reads it anew.
 */
@Injectable()
export class MonitorEngine {
  private readonly logger = new Logger(MonitorEngine.name);
  private turn: Promise<unknown> = Promise.resolve();
  private waiting: Waiting[] = [];
  private memory: MonitorMemory | undefined;

  constructor(
    private readonly store: MonitorStore,
    private readonly loader: MemoryLoader,
    private readonly evaluator: Evaluator,
    private readonly flags: FlagWriter,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly postings: PostingTaker,
    private readonly identity: IdentityTaker,
    private readonly facilities: FacilityTaker,
    private readonly orders: OrderTaker,
  ) {}

  /** Brings the memory to where the database is, and judges the hours that went by. To be called once before anything is taken. */
  async begin(): Promise<void> {
    await this.change(async (change) => {
      // Another version of the product may bring other rules with it.
      this.evaluator.touchAll(change, 'CLOCK');
      change.judgedHour = Math.floor(change.nowMs / HOUR_MS);
    });
  }

  startAt(topic: string, partition: number): Promise<bigint | undefined> {
    return this.store.nextOffset(topic, partition);
  }

  /** Partitions that have something at the same time share a transaction: its cost is the same for one and for eight. */
  async takePostings(batch: IncomingBatch, context: BatchContext): Promise<void> {
    const { decoded, poison } = decodeBatches(batch.messages);
    for (const { message, reason } of poison) await context.deadLetter(message, reason);
    const { topic, partition, messages } = batch;
    const end = messages.at(-1)!.offset + 1n;
    for (const { batches, nextOffset } of runsOf(decoded, end)) {
      await new Promise<void>((done, failed) => {
        this.waiting.push({ topic, partition, nextOffset, decoded: batches, done, failed });
        void this.inTurn(() => this.takeWaiting());
      });
    }
  }

  async takeIdentity(batch: IncomingBatch, context: BatchContext): Promise<void> {
    const { messages, poison } = this.identity.read(batch.messages);
    for (const { message, reason } of poison) await context.deadLetter(message, reason);
    await this.change(async (change) => {
      const next = moveBehind(change, { ...batch, nextOffset: batch.messages.at(-1)!.offset + 1n });
      await this.identity.take(
        change,
        messages.filter(({ offset }) => offset >= next),
      );
    });
  }

  async takeFacilities(batch: IncomingBatch, context: BatchContext): Promise<void> {
    const { messages, poison } = this.facilities.read(batch.messages);
    for (const { message, reason } of poison) await context.deadLetter(message, reason);
    await this.change(async (change) => {
      const next = moveBehind(change, { ...batch, nextOffset: batch.messages.at(-1)!.offset + 1n });
      await this.facilities.take(
        change,
        messages.filter(({ offset }) => offset >= next),
      );
    });
  }

  async takeOrders(batch: IncomingBatch, context: BatchContext): Promise<void> {
    const { messages, poison } = this.orders.read(batch.messages);
    for (const { message, reason } of poison) await context.deadLetter(message, reason);
    await this.change(async (change) => {
      const next = moveBehind(change, { ...batch, nextOffset: batch.messages.at(-1)!.offset + 1n });
      await this.orders.take(
        change,
        messages.filter(({ offset }) => offset >= next),
      );
      change.ofCases = true;
    });
  }

  /** What is judged at full hours: projections, lapsed levels, quarters without an evaluation, rules whose day has come. */
  async judgeHour(): Promise<void> {
    await this.change(async (change) => {
      const hour = Math.floor(change.nowMs / HOUR_MS);
      if (hour <= change.judgedHour) return;
      // A rule's day may have come: then everything is judged.
      change.rulesChanged = await this.loader.rulesDiffer(change.tx, change.memory, change.nowMs);
      if (!change.rulesChanged) this.evaluator.touchForHour(change);
      change.judgedHour = hour;
    });
  }

  /** Any other change: of rules, evaluations. What `work` writes commits with all that follows from it. */
  change<Result>(work: (change: MonitorChange) => Promise<Result>): Promise<Result> {
    return this.inTurn(() => this.commit(work));
  }

  /** What is known at the moment, for questions. It goes on being changed: read it at once. */
  async known(): Promise<MonitorMemory> {
    return this.memory ?? this.change(async ({ memory }) => memory);
  }

  /** Resolves when nothing is being committed. */
  async idle(): Promise<void> {
    await this.turn;
  }

  private async takeWaiting(): Promise<void> {
    const taken = this.nextWaiting();
    if (taken.length === 0) return;
    try {
      await this.commit((change) => this.takeTogether(change, taken));
      for (const { done } of taken) done();
    } catch (error) {
      for (const { failed } of taken) failed(error);
    }
  }

  /** As much as one transaction takes; the rest has its turn already. */
  private nextWaiting(): Waiting[] {
    let postings = 0;
    const fitting = this.waiting.findIndex(({ decoded }, i) => (postings += postingsOf(decoded)) > POSTINGS_MAX && i > 0);
    return this.waiting.splice(0, fitting === -1 ? this.waiting.length : fitting);
  }

  private async takeTogether(change: MonitorChange, taken: readonly Waiting[]): Promise<void> {
    const fresh: DecodedBatch[] = [];
    for (const waiting of taken) {
      const next = moveBehind(change, waiting);
      for (const one of waiting.decoded) if (one.offset >= next) fresh.push(one);
    }
    await this.postings.take(change, fresh);
  }

  private async commit<Result>(work: (change: MonitorChange) => Promise<Result>): Promise<Result> {
    try {
      return await this.transactions.run(async (tx) => {
        const head = await this.store.lockHead(tx);
        const nowMs = Math.max(this.clock.now(), head.knownAtMs);
        const change = await this.open(tx, head, nowMs);
        const result = await work(change);
        if (change.rulesChanged) await this.reread(change);
        const flagSequence = await this.flags.write(change, await this.evaluator.judge(change), head.flagSequence);
        const { ledgerPosition, identitySequence, judgedHour, moved } = change;
        const knownAtMs = change.ofCases && flagSequence === head.flagSequence ? head.knownAtMs : nowMs;
        const moves = { change: change.change, knownAtMs, flagSequence, ledgerPosition, identitySequence, judgedHour };
        await this.store.moveHead(tx, moves, [...moved.values()]);
        for (const [key, { nextOffset }] of moved) change.memory.positions.set(key, nextOffset);
        change.memory.change = change.change;
        return result;
      });
    } catch (error) {
      // What memory holds beyond the database is not known: it is read anew.
      this.memory = undefined;
      throw error;
    }
  }

  private async open(tx: Transaction, head: MonitorHead, nowMs: number): Promise<MonitorChange> {
    if (this.memory?.change !== head.change) {
      if (this.memory) this.logger.log(`another process changed what is known: read anew at change ${head.change}`);
      this.memory = await this.loader.load(tx, head.change, nowMs);
      this.evaluator.begin(this.memory);
    }
    return {
      tx,
      memory: this.memory,
      touched: new TouchedScopes(),
      nowMs,
      change: head.change + 1n,
      ledgerPosition: head.ledgerPosition,
      identitySequence: head.identitySequence,
      judgedHour: head.judgedHour,
      rulesChanged: false,
      ofCases: false,
      moved: new Map(),
    };
  }

  private async reread(change: MonitorChange): Promise<void> {
    this.memory = await this.loader.load(change.tx, change.change - 1n, change.nowMs);
    Object.assign(change, { memory: this.memory });
    this.evaluator.begin(this.memory);
    this.evaluator.touchAll(change, 'RULE');
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work, work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

/** Moves the position of a partition, and answers where it stood: what lies before was taken already. */
function moveBehind({ memory, moved }: MonitorChange, { topic, partition, nextOffset }: InputPosition): bigint {
  const key = `${topic}/${partition}`;
  const next = moved.get(key)?.nextOffset ?? memory.positions.get(key) ?? 0n;
  if (nextOffset > next) moved.set(key, { topic, partition, nextOffset });
  return next;
}

const postingsOf = (batches: readonly DecodedBatch[]): number => batches.reduce((sum, { columns }) => sum + columns.length, 0);

/** Batches in runs that one transaction can take, each with where the partition goes on behind it. */
function runsOf(decoded: readonly DecodedBatch[], end: bigint): { batches: DecodedBatch[]; nextOffset: bigint }[] {
  const runs: { batches: DecodedBatch[]; nextOffset: bigint }[] = [{ batches: [], nextOffset: end }];
  let postings = 0;
  for (const batch of decoded) {
    postings += batch.columns.length;
    const last = runs.at(-1)!;
    if (postings > POSTINGS_MAX && last.batches.length > 0) {
      last.nextOffset = batch.offset;
      runs.push({ batches: [batch], nextOffset: end });
      postings = batch.columns.length;
    } else last.batches.push(batch);
  }
  return runs;
}
