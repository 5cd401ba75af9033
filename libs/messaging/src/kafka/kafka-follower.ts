import { Logger } from '@nestjs/common';
import { backOffMs, pause } from '../back-off.js';
import { PartitionWorker } from '../consuming/partition-worker.js';
import { EventLogError } from '../event-log.errors.js';
import type { IncomingBatch, Subscription } from '../event-log.js';
import { isMendable, toEventLogError } from './kafka-errors.js';
import type { KafkaReader } from './kafka-reader.js';

const FETCH_WAIT_MS = 500;
const LIMITS = { maxBytes: 4 * 1024 * 1024, maxMessages: 2_000 };

/** Reads a topic from its beginning for ever, without a group. */
export class KafkaFollower implements Subscription {
  private readonly logger = new Logger('EventLog');
  private readonly ending = new AbortController();
  private readonly caughtUp = Promise.withResolvers<void>();
  private readonly failure = Promise.withResolvers<never>();
  private readonly workers = new Map<number, PartitionWorker>();
  private behind = new Map<number, bigint>();
  private roomMade = Promise.withResolvers<void>();
  private running: Promise<void> | undefined;
  readonly failed: Promise<never> = this.failure.promise;

  constructor(
    private readonly reader: KafkaReader,
    private readonly topic: string,
    private readonly handler: (batch: IncomingBatch) => Promise<void>,
  ) {
    this.failed.catch(() => undefined);
  }

  /** Resolves when everything that stood in the topic at the call was handled. */
  async start(): Promise<void> {
    const offsets = await this.reader.offsets(this.topic);
    for (const { partition, earliest, end } of offsets) {
      this.workers.set(partition, this.worker(partition, earliest));
      if (earliest < end) this.behind.set(partition, end);
    }
    this.checkCaughtUp();
    this.running = this.run();
    await Promise.race([this.caughtUp.promise, this.failed]);
  }

  async close(): Promise<void> {
    this.ending.abort();
    this.roomMade.resolve();
    await this.running;
    await Promise.all([...this.workers.values()].map((worker) => worker.release()));
    await this.reader.close();
  }

  status() {
    return [...this.workers.values()].map((worker) => worker.status());
  }

  private worker(partition: number, earliest: bigint): PartitionWorker {
    const worker = new PartitionWorker(this.topic, partition, {
      handler: (batch) => this.handler(batch),
      limits: LIMITS,
      handled: () => this.checkCaughtUp(),
      putAside: () => Promise.reject(new EventLogError('LOG_FORBIDDEN', 'A follower keeps a copy of facts and may not put one aside')),
      roomMade: () => this.roomMade.resolve(),
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

  private async run(): Promise<void> {
    for (let attempt = 0; !this.ending.signal.aborted; attempt++) {
      try {
        await this.fetch();
        attempt = -1;
      } catch (error) {
        if (!isMendable(error)) return this.giveUp(toEventLogError(error, `follow ${this.topic}`));
        const waitMs = backOffMs(attempt, 5_000);
        this.logger.warn({ topic: this.topic, waitMs, reason: String(error) }, 'following stopped, trying again');
        await pause(waitMs, this.ending.signal);
      }
    }
  }

  private async fetch(): Promise<void> {
    this.roomMade = Promise.withResolvers();
    const open = [...this.workers.values()].filter((worker) => worker.hasRoom());
    if (open.length === 0) return this.roomMade.promise;
    const from = new Map(open.map((worker) => [worker.partition, worker.nextOffset]));
    for (const { partition, messages, next, end } of await this.reader.fetch(this.topic, from, FETCH_WAIT_MS, LIMITS.maxBytes / 2)) {
      const worker = this.workers.get(partition)!;
      if (messages.length > 0) worker.offer(messages, end);
      worker.skipTo(next);
    }
    this.checkCaughtUp();
  }

  private giveUp(error: unknown): void {
    this.logger.error({ topic: this.topic, err: error }, 'following gives up');
    this.failure.reject(error);
    this.ending.abort();
  }
}
