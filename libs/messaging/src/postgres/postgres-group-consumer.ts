import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { backOffMs, pause } from '../back-off.js';
import { PartitionWorker, type WorkerDuties } from '../consuming/partition-worker.js';
import { type Position, PositionCommitter } from '../consuming/position-committer.js';
import type { BatchHandler, IncomingMessage, SubscribeOptions, Subscription } from '../event-log.js';
import { GroupMembership, type OwnedPartition } from './group-membership.postgres.js';
import { PartitionFetcher } from './partition-fetcher.js';
import { partitionEnds } from './topics.postgres.js';
import type { WakeUp } from './wake-up.postgres.js';

export interface PostgresConsumerSettings {
  leaseMs: number;
  topicNames(): Promise<string[]>;
  putAside(topic: string, partition: number, message: IncomingMessage, reason: string): Promise<void>;
}

interface Held {
  owned: OwnedPartition;
  topicId: number;
  worker: PartitionWorker;
}

const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_MESSAGES = 2_000;

/** A member of a consumer group over the tables. */
export class PostgresGroupConsumer implements Subscription {
  private readonly logger = new Logger('EventLog');
  private readonly held = new Map<string, Held>();
  private readonly ending = new AbortController();
  private readonly failure = Promise.withResolvers<never>();
  private readonly membership: GroupMembership;
  private readonly fetcher: PartitionFetcher;
  private readonly committer = new PositionCommitter((positions) => this.commit(positions));
  private readonly limits: { maxBytes: number; maxMessages: number };
  private readonly deaf: (() => void)[] = [];
  private topics: string[] = [];
  private renewedAtMs = 0;
  private look = Promise.withResolvers<void>();
  private running: Promise<void> | undefined;
  readonly failed: Promise<never> = this.failure.promise;

  constructor(
    private readonly pool: Pool,
    private readonly wakeUp: WakeUp,
    private readonly options: SubscribeOptions,
    private readonly handler: BatchHandler,
    private readonly settings: PostgresConsumerSettings,
  ) {
    this.limits = { maxBytes: options.maxBytes ?? BATCH_BYTES, maxMessages: options.maxMessages ?? BATCH_MESSAGES };
    this.membership = new GroupMembership(pool, options.group, settings.leaseMs);
    this.fetcher = new PartitionFetcher(pool, () => this.held.values(), { ...this.limits, gatherMs: options.maxWaitMs ?? 0 });
    this.failed.catch(() => undefined);
  }

  /** Resolves once it is a member of the group. */
  async start(): Promise<void> {
    const joined = Promise.withResolvers<void>();
    this.deaf.push(this.wakeUp.on(`group:${this.options.group}`, () => this.look.resolve()));
    this.deaf.push(this.wakeUp.onAny((subject) => this.heard(subject)));
    this.running = this.run(joined.resolve);
    this.fetcher.start();
    await Promise.race([joined.promise, this.failed]);
  }

  async close(): Promise<void> {
    if (this.ending.signal.aborted) return void (await this.running);
    this.ending.abort();
    this.look.resolve();
    await this.running;
    await this.fetcher.stop();
    await Promise.all([...this.held.values()].map(({ worker }) => worker.release()));
    await this.committer.flush();
    for (const stop of this.deaf) stop();
    await this.membership
      .leave()
      .catch((error) => this.logger.warn({ group: this.options.group, reason: String(error) }, 'left without saying so'));
    this.wakeUp.tell(`group:${this.options.group}`);
  }

  status() {
    return [...this.held.values()].filter(({ worker }) => worker.epoch > 0).map(({ worker }) => worker.status());
  }

  private heard(subject: string): void {
    if (subject === '') this.look.resolve();
    const topic = subject.startsWith('topic:') ? subject.slice(6) : undefined;
    if (subject === '' || (topic !== undefined && this.topics.includes(topic))) this.fetcher.wake();
    else if (topic !== undefined && this.options.topics instanceof RegExp && this.options.topics.test(topic)) this.look.resolve();
  }

  private async run(joined: () => void): Promise<void> {
    for (let attempt = 0; !this.ending.signal.aborted; attempt++) {
      try {
        this.look = Promise.withResolvers();
        await this.renew();
        joined();
        attempt = -1;
        await this.untilNextLook();
      } catch (error) {
        const waitMs = backOffMs(attempt, 3_000);
        this.logger.warn(
          { group: this.options.group, waitMs, reason: String(error) },
          'membership in the consumer group not renewed, trying again',
        );
        await pause(waitMs, this.ending.signal);
      }
    }
  }

  private async untilNextLook(): Promise<void> {
    const timeout = new AbortController();
    await Promise.race([this.look.promise, pause(this.settings.leaseMs / 4, timeout.signal)]);
    timeout.abort();
  }

  private async renew(): Promise<void> {
    const { topics } = this.options;
    this.topics = topics instanceof RegExp ? (await this.settings.topicNames()).filter((name) => topics.test(name)) : topics;
    const askedAtMs = performance.now();
    const { owned, give, changed } = await this.membership.renew(this.topics, this.wakeUp.backendPid);
    this.renewedAtMs = askedAtMs;
    this.forget(owned);
    for (const one of owned) if (!this.held.has(keyOf(one))) this.take(one);
    for (const one of give) void this.give(keyOf(one));
    if (changed) this.wakeUp.tell(`group:${this.options.group}`);
  }

  /** Whatever belongs to another now, or came back to us only after it did. */
  private forget(owned: OwnedPartition[]): void {
    const generations = new Map(owned.map((one) => [keyOf(one), one.generation]));
    for (const [key, held] of this.held) {
      if (generations.get(key) === held.owned.generation) continue;
      held.worker.revoke();
      this.held.delete(key);
    }
  }

  private take(owned: OwnedPartition): void {
    const worker = new PartitionWorker(owned.topic, owned.partition, this.workerDuties());
    this.held.set(keyOf(owned), { owned, topicId: owned.topicId, worker });
    void this.open(worker);
  }

  private async open(worker: PartitionWorker): Promise<void> {
    for (let attempt = 0; worker.isOpen(); attempt++) {
      try {
        return await this.position(worker);
      } catch (error) {
        const waitMs = backOffMs(attempt);
        this.logger.warn(
          { topic: worker.topic, partition: worker.partition, waitMs, reason: String(error) },
          'position not known, asked again',
        );
        await pause(waitMs, this.ending.signal);
      }
    }
  }

  private async position(worker: PartitionWorker): Promise<void> {
    const held = this.held.get(keyOf(worker));
    if (held?.worker !== worker) return;
    const { topic, partition } = worker;
    const { startAt } = this.options;
    const start = startAt ? await startAt(topic, partition) : held.owned.position;
    const ends = (await partitionEnds(this.pool, held.topicId)).find((one) => one.partition === partition)!;
    if (!worker.isOpen()) return;
    if (start !== undefined && start < ends.earliest) {
      this.logger.error(
        { topic, partition, position: String(start), earliest: String(ends.earliest) },
        'messages were deleted before they were read',
      );
    }
    worker.restartAt(start === undefined || start < ends.earliest ? ends.earliest : start);
    worker.sawEnd(ends.end);
    this.fetcher.wake();
  }

  /** Finishes what is in hand, commits, and lets the partition go. */
  private async give(key: string): Promise<void> {
    const held = this.held.get(key);
    if (!held?.worker.isOpen()) return;
    try {
      await held.worker.release();
      await this.committer.flush();
      held.worker.revoke();
      await this.membership.release(held.owned);
      if (this.held.get(key) === held) this.held.delete(key);
      this.wakeUp.tell(`group:${this.options.group}`);
    } catch (error) {
      this.logger.warn({ key, reason: String(error) }, 'partition not given away, its lease will end');
    }
  }

  private workerDuties(): WorkerDuties {
    return {
      handler: this.handler,
      limits: this.limits,
      handled: (topic, partition, position) => this.committer.handled(topic, partition, position),
      putAside: (topic, partition, message, reason) => this.settings.putAside(topic, partition, message, reason),
      ...(this.options.startAt && { restart: (worker: PartitionWorker) => this.position(worker) }),
      roomMade: () => this.fetcher.wake(),
      isLost: () => performance.now() - this.renewedAtMs > this.settings.leaseMs,
      fatal: (error) => this.giveUp(error),
    };
  }

  private async commit(positions: Position[]): Promise<void> {
    const known = positions.flatMap((position) => {
      const held = this.held.get(keyOf(position));
      return held ? [{ ...position, topicId: held.topicId, generation: held.owned.generation }] : [];
    });
    if (known.length === 0) return;
    const committed = await this.membership.commit(known);
    if (committed < known.length) this.look.resolve();
  }

  private giveUp(error: unknown): void {
    this.logger.error({ group: this.options.group, err: error }, 'consumer gives up');
    this.failure.reject(error);
    void this.close();
  }
}

function keyOf({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`;
}
