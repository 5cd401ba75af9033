import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { PartitionWorker } from '../consuming/partition-worker.js';
import { EventLogError } from '../event-log.errors.js';
import type { IncomingBatch, Subscription } from '../event-log.js';
import { PartitionFetcher } from './partition-fetcher.js';
import { type KnownTopic, partitionEnds } from './topics.postgres.js';
import type { WakeUp } from './wake-up.postgres.js';

const LIMITS = { maxBytes: 4 * 1024 * 1024, maxMessages: 2_000 };

/** Reads a topic from its beginning for ever, without a group. */
export class PostgresFollower implements Subscription {
  private readonly logger = new Logger('EventLog');
  private readonly caughtUp = Promise.withResolvers<void>();
  private readonly failure = Promise.withResolvers<never>();
  private readonly workers = new Map<number, PartitionWorker>();
  private readonly behind = new Map<number, bigint>();
  private readonly fetcher: PartitionFetcher;
  private deaf: (() => void) | undefined;
  readonly failed: Promise<never> = this.failure.promise;

  constructor(
    private readonly pool: Pool,
    private readonly wakeUp: WakeUp,
    private readonly topic: KnownTopic,
    private readonly handler: (batch: IncomingBatch) => Promise<void>,
  ) {
    const topicId = topic.id;
    this.fetcher = new PartitionFetcher(pool, () => [...this.workers.values()].map((worker) => ({ topicId, worker })), {
      ...LIMITS,
      gatherMs: 0,
    });
    this.failed.catch(() => undefined);
  }

  /** Resolves when everything that stood in the topic at the call was handled. */
  async start(): Promise<void> {
    for (const { partition, earliest, end } of await partitionEnds(this.pool, this.topic.id)) {
      this.workers.set(partition, this.worker(partition, earliest));
      if (earliest < end) this.behind.set(partition, end);
    }
    this.checkCaughtUp();
    this.deaf = this.wakeUp.onAny((subject) => {
      if (subject === '' || subject === `topic:${this.topic.name}`) this.fetcher.wake();
    });
    this.fetcher.start();
    await Promise.race([this.caughtUp.promise, this.failed]);
  }

  async close(): Promise<void> {
    this.deaf?.();
    await this.fetcher.stop();
    await Promise.all([...this.workers.values()].map((worker) => worker.release()));
  }

  status() {
    return [...this.workers.values()].map((worker) => worker.status());
  }

  private worker(partition: number, earliest: bigint): PartitionWorker {
    const worker = new PartitionWorker(this.topic.name, partition, {
      handler: (batch) => this.handler(batch),
      limits: LIMITS,
      handled: () => this.checkCaughtUp(),
      putAside: () => Promise.reject(new EventLogError('LOG_FORBIDDEN', 'A follower keeps a copy of facts and may not put one aside')),
      roomMade: () => this.fetcher.wake(),
      isLost: () => false,
      fatal: (error) => this.giveUp(error),
    });
    worker.restartAt(earliest);
    return worker;
  }

  private checkCaughtUp(): void {
    for (const [partition, end] of this.behind) {
      if (this.workers.get(partition)!.status().position >= end) this.behind.delete(partition);
    }
    if (this.behind.size === 0) this.caughtUp.resolve();
  }

  private giveUp(error: unknown): void {
    this.logger.error({ topic: this.topic.name, err: error }, 'following gives up');
    this.failure.reject(error);
    void this.close();
  }
}
