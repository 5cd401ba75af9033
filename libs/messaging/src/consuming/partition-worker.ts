import { Logger } from '@nestjs/common';
import { backOffMs, pause } from '../back-off.js';
import type { BatchContext, BatchHandler, IncomingBatch, IncomingMessage } from '../event-log.js';

export interface WorkerLimits {
  /** Largest sum of values in one batch, bytes. A single message may be larger. */
  maxBytes: number;
  maxMessages: number;
}

/** What an adapter does for the workers of its subscription. */
export interface WorkerDuties {
  handler: BatchHandler;
  limits: WorkerLimits;
  /** Position behind everything handled: to be committed soon, in the background. */
  handled(topic: string, partition: number, position: bigint): void;
  /** Keeps one message with its reason, durable when it resolves. */
  putAside(topic: string, partition: number, message: IncomingMessage, reason: string): Promise<void>;
  /** A batch failed and its consumer keeps its own position: fetch again from wherever that says. Absent: the same batch comes again. */
  restart?: (worker: PartitionWorker) => Promise<void>;
  /** Less is queued than before: fetching may go on. */
  roomMade(worker: PartitionWorker): void;
  /** True when this member may have lost its partitions although nobody told it. */
  isLost(): boolean;
  fatal(error: unknown): void;
}

/**
 * Handles the messages of one assigned partition, one batch at a time, while the next ones are fetched.
 *
 * States: open -> released (finishes the batch in hand, takes no other) -> stale (what is in hand counts no more).
 */
export class PartitionWorker {
  private readonly logger = new Logger('EventLog');
  private queue: IncomingMessage[] = [];
  private queuedBytes = 0;
  private position = 0n;
  private fetchedTo = 0n;
  private endOffset = 0n;
  private lastProgressAtMs = Date.now();
  private attempt = 0;
  private stale = false;
  private readonly ending = new AbortController();
  private running: Promise<void> | undefined;

  /** Begins with `restartAt`; before that it takes nothing. */
  constructor(
    readonly topic: string,
    readonly partition: number,
    private readonly duties: WorkerDuties,
  ) {}

  /** Rises whenever the position is set anew: fetches that began before are to be dropped. 0: not set yet. */
  epoch = 0;

  /** Offset of the first message that was not offered yet. */
  get nextOffset(): bigint {
    return this.fetchedTo;
  }

  /** Up to half a batch is fetched ahead of the free half, so at most one batch waits while another is handled. */
  hasRoom(): boolean {
    return this.queuedBytes < this.duties.limits.maxBytes / 2 && this.queue.length < this.duties.limits.maxMessages;
  }

  isOpen(): boolean {
    return !this.ending.signal.aborted;
  }

  /** Takes fetched messages, in offset order; `end` is the partition's end. */
  offer(messages: IncomingMessage[], end: bigint): void {
    if (!this.isOpen() || this.epoch === 0) return;
    this.sawEnd(end);
    for (const message of messages) {
      if (message.offset < this.fetchedTo) continue;
      this.queue.push(message);
      this.queuedBytes += message.value.length;
      this.fetchedTo = message.offset + 1n;
    }
    if (this.queue.length > 0) this.wake();
  }

  /** Up to `offset` there is nothing to read (records that are not for readers). */
  skipTo(offset: bigint): void {
    if (offset <= this.fetchedTo) return;
    this.fetchedTo = offset;
    if (this.queue.length === 0 && !this.running) this.position = offset;
  }

  sawEnd(end: bigint): void {
    if (end > this.endOffset) this.endOffset = end;
    if (this.position >= this.endOffset) this.lastProgressAtMs = Date.now();
  }

  /** Begins again at `position`, without what was fetched. */
  restartAt(position: bigint): void {
    this.epoch++;
    this.queue = [];
    this.queuedBytes = 0;
    this.position = position;
    this.fetchedTo = position;
  }

  /** Takes no further batch. Resolves when the one in hand is through. */
  async release(): Promise<void> {
    this.ending.abort();
    this.queue = [];
    this.queuedBytes = 0;
    await this.running;
  }

  /** The partition belongs to somebody else now: what is in hand must not move the position any more. */
  revoke(): void {
    this.stale = true;
    this.ending.abort();
    this.queue = [];
    this.queuedBytes = 0;
  }

  status() {
    const lag = this.endOffset > this.position ? this.endOffset - this.position : 0n;
    return { topic: this.topic, partition: this.partition, position: this.position, lag, lastProgressAtMs: this.lastProgressAtMs };
  }

  private isStale(): boolean {
    return this.stale || this.duties.isLost();
  }

  private wake(): void {
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      if (this.isOpen() && this.queue.length > 0) this.wake();
    });
  }

  private async run(): Promise<void> {
    while (this.isOpen() && this.queue.length > 0) {
      const batch = this.take();
      this.duties.roomMade(this);
      try {
        await this.duties.handler(batch, this.context(batch));
      } catch (error) {
        await this.recover(batch, error);
        continue;
      }
      if (this.isStale()) return;
      this.attempt = 0;
      this.position = batch.messages.at(-1)!.offset + 1n;
      this.lastProgressAtMs = Date.now();
      this.duties.handled(this.topic, this.partition, this.position);
    }
  }

  private take(): IncomingBatch {
    const { maxBytes, maxMessages } = this.duties.limits;
    let bytes = 0;
    let count = 0;
    while (count < this.queue.length && count < maxMessages) {
      bytes += this.queue[count]!.value.length;
      if (count > 0 && bytes > maxBytes) {
        bytes -= this.queue[count]!.value.length;
        break;
      }
      count++;
    }
    this.queuedBytes -= bytes;
    const messages = count === this.queue.length ? this.queue : this.queue.slice(0, count);
    this.queue = count === this.queue.length ? [] : this.queue.slice(count);
    return { topic: this.topic, partition: this.partition, messages, endOffset: this.endOffset };
  }

  private context(batch: IncomingBatch): BatchContext {
    return {
      isStale: () => this.isStale(),
      // The membership is kept by the fetching loop, which needs only a turn of the event loop.
      heartbeat: () => new Promise((resolve) => setImmediate(resolve)),
      deadLetter: async (message, reason) => {
        this.logger.warn({ topic: batch.topic, partition: batch.partition, offset: String(message.offset), reason }, 'message put aside');
        await this.duties.putAside(batch.topic, batch.partition, message, reason);
      },
    };
  }

  private async recover(batch: IncomingBatch, error: unknown): Promise<void> {
    // Who may have lost the partition, and was not told so, may have kept it: going on behind what failed would pass over it for good.
    if (!this.isOpen()) return;
    if ((error as { retryable?: boolean } | undefined)?.retryable === false && !this.isStale()) {
      this.ending.abort();
      this.duties.fatal(error);
      return;
    }
    const waitMs = backOffMs(this.attempt++);
    const from = String(batch.messages[0]!.offset);
    this.logger.warn(
      { topic: this.topic, partition: this.partition, from, attempt: this.attempt, waitMs, err: error },
      'batch failed, it comes again',
    );
    await pause(waitMs, this.ending.signal);
    if (!this.isOpen()) return;
    if (this.duties.restart) await this.restart(this.duties.restart);
    else this.putBack(batch);
  }

  private async restart(restart: (worker: PartitionWorker) => Promise<void>): Promise<void> {
    while (this.isOpen()) {
      try {
        return await restart(this);
      } catch (error) {
        const waitMs = backOffMs(this.attempt++);
        this.logger.warn({ topic: this.topic, partition: this.partition, waitMs, err: error }, 'position not known, asked again');
        await pause(waitMs, this.ending.signal);
      }
    }
  }

  private putBack({ messages }: IncomingBatch): void {
    this.queue = [...messages, ...this.queue];
    this.queuedBytes += messages.reduce((sum, { value }) => sum + value.length, 0);
  }
}
