import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { backOffMs, pause } from '../back-off.js';
import type { PartitionWorker } from '../consuming/partition-worker.js';
import { readMessages } from './message-reader.postgres.js';
import { partitionEnds } from './topics.postgres.js';

/** A worker and where its partition stands in the tables. */
export interface FetchedWorker {
  topicId: number;
  worker: PartitionWorker;
}

/** Readers are told of what is new; this is how long a lost message can delay them. */
const LOOK_MS = 1_000;

/** Brings messages to workers that have room, whenever it is woken. */
export class PartitionFetcher {
  private readonly logger = new Logger('EventLog');
  private readonly ending = new AbortController();
  private woken = Promise.withResolvers<void>();
  private running: Promise<void> | undefined;
  private messageBytes = 1_000;

  constructor(
    private readonly pool: Pool,
    private readonly workers: () => Iterable<FetchedWorker>,
    private readonly limits: { maxBytes: number; maxMessages: number; gatherMs: number },
  ) {}

  start(): void {
    this.running = this.run();
  }

  wake(): void {
    this.woken.resolve();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let attempt = 0; !this.ending.signal.aborted; attempt++) {
      try {
        this.woken = Promise.withResolvers();
        if (!(await this.fetchAll())) await this.sleep();
        attempt = -1;
      } catch (error) {
        const waitMs = backOffMs(attempt, 3_000);
        this.logger.warn({ waitMs, reason: String(error) }, 'fetching from the event log failed, trying again');
        await pause(waitMs, this.ending.signal);
      }
    }
  }

  private async sleep(): Promise<void> {
    const timeout = new AbortController();
    const wake = this.woken.promise.then(() => true);
    const news = await Promise.race([wake, pause(LOOK_MS, timeout.signal).then(() => false)]);
    timeout.abort();
    if (news && this.limits.gatherMs > 0) await pause(this.limits.gatherMs, this.ending.signal);
  }

  /** True when a full fetch says that more is waiting. */
  private async fetchAll(): Promise<boolean> {
    const open = [...this.workers()].filter(({ worker }) => worker.isOpen() && worker.epoch > 0);
    const more = await Promise.all(
      [...Map.groupBy(open, ({ topicId }) => topicId)].map(async ([topicId, ofTopic]) => {
        const ends = new Map((await partitionEnds(this.pool, topicId)).map(({ partition, end }) => [partition, end]));
        const each = await Promise.all(ofTopic.map(({ worker }) => this.fetch(topicId, worker, ends.get(worker.partition)!)));
        return each.some(Boolean);
      }),
    );
    return more.some(Boolean);
  }

  private async fetch(topicId: number, worker: PartitionWorker, end: bigint): Promise<boolean> {
    worker.sawEnd(end);
    if (worker.nextOffset >= end || !worker.hasRoom()) return false;
    const { epoch, nextOffset } = worker;
    const maxBytes = Math.ceil(this.limits.maxBytes / 2);
    // PostgreSQL looks at every row up to the limit before it knows where the bytes are full, so the limit follows the size of messages.
    const maxMessages = Math.min(this.limits.maxMessages, Math.ceil((2 * maxBytes) / this.messageBytes) + 4);
    const messages = await readMessages(this.pool, topicId, worker.partition, nextOffset, { maxBytes, maxMessages });
    if (worker.epoch !== epoch || messages.length === 0) return false;
    const bytes = messages.reduce((sum, { value }) => sum + value.length, 0);
    this.messageBytes = Math.max(100, bytes / messages.length);
    worker.offer(messages, end);
    return worker.hasRoom() && worker.nextOffset < end;
  }
}
