import { EventLogError } from '../event-log.errors.js';
import type { LogPosition, OutgoingMessage } from '../event-log.js';

/** Writes messages at the end of one partition, in their order, and answers the offset of the first once they are durable. */
export type WriteBatch = (topic: string, partition: number, messages: OutgoingMessage[]) => Promise<bigint>;

export interface LaneLimits {
  /** Largest sum of the values in one write. A single message may be larger. */
  batchBytesMax: number;
  batchMessagesMax: number;
  messageBytesMax: number;
  /** Largest sum of everything that waits or is being written, over all partitions. */
  waitingBytesMax: number;
}

export const LANE_LIMITS: LaneLimits = {
  batchBytesMax: 4 * 1024 * 1024,
  batchMessagesMax: 2_000,
  messageBytesMax: 15 * 1024 * 1024,
  waitingBytesMax: 96 * 1024 * 1024,
};

interface Waiting {
  messages: OutgoingMessage[];
  bytes: number;
  written(first: bigint): void;
  failed(error: unknown): void;
}

/**
 * One lane a partition, with one write in flight: what is appended meanwhile waits and goes with the next write. So the
 * order of a partition is the order of the calls, and the slower the log, the larger the writes.
 */
export class AppendLanes {
  private readonly lanes = new Map<string, Waiting[]>();
  private readonly running = new Set<Promise<void>>();
  private waitingBytes = 0;
  private closed = false;

  constructor(
    private readonly write: WriteBatch,
    private readonly limits: LaneLimits = LANE_LIMITS,
  ) {}

  /** `partitionOf` gives each message its partition. Rejects at once with LOG_OVERLOADED when too much waits. */
  async append(topic: string, messages: OutgoingMessage[], partitionOf: (message: OutgoingMessage) => number): Promise<LogPosition[]> {
    this.admit(topic, messages);
    const parts = Map.groupBy(messages, partitionOf);
    // Every part is waited for, also after one failed: the caller must not send again what is still on its way.
    const results = await Promise.allSettled([...parts].map(([partition, part]) => this.enqueue(topic, partition, part)));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
    const next = new Map([...parts.keys()].map((partition, at) => [partition, (results[at] as PromiseFulfilledResult<bigint>).value]));
    return messages.map((message) => {
      const partition = partitionOf(message);
      const offset = next.get(partition)!;
      next.set(partition, offset + 1n);
      return { topic, partition, offset };
    });
  }

  /** Takes nothing more and waits for what was taken. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.running);
  }

  private admit(topic: string, messages: OutgoingMessage[]): void {
    if (this.closed) throw new EventLogError('LOG_CLOSED', 'The event log is closed');
    const tooLarge = messages.find(({ value }) => value.length > this.limits.messageBytesMax);
    if (tooLarge) {
      const sizes = `${tooLarge.value.length} bytes, at most ${this.limits.messageBytesMax}`;
      throw new EventLogError('MESSAGE_TOO_LARGE', `A message for ${topic} is too large: ${sizes}`);
    }
    if (this.waitingBytes > 0 && this.waitingBytes + bytesOf(messages) > this.limits.waitingBytesMax) {
      throw new EventLogError('LOG_OVERLOADED', `${this.waitingBytes} bytes wait to be written to the event log already`);
    }
  }

  private enqueue(topic: string, partition: number, messages: OutgoingMessage[]): Promise<bigint> {
    const bytes = bytesOf(messages);
    this.waitingBytes += bytes;
    const key = `${topic}/${partition}`;
    const written = new Promise<bigint>((resolve, reject) => {
      const waiting = { messages, bytes, written: resolve, failed: reject };
      const lane = this.lanes.get(key);
      if (lane) {
        lane.push(waiting);
        return;
      }
      this.lanes.set(key, [waiting]);
      const run = this.drain(key, topic, partition);
      this.running.add(run);
      void run.then(() => this.running.delete(run));
    });
    return written.finally(() => {
      this.waitingBytes -= bytes;
    });
  }

  private async drain(key: string, topic: string, partition: number): Promise<void> {
    const lane = this.lanes.get(key)!;
    // A turn of the event loop, so that calls made together are written together.
    await new Promise((resolve) => setImmediate(resolve));
    while (lane.length > 0) await this.writeAll(topic, partition, this.take(lane));
    this.lanes.delete(key);
  }

  private async writeAll(topic: string, partition: number, batch: Waiting[]): Promise<void> {
    try {
      const messages = batch.flatMap((part) => part.messages);
      let offset = await this.write(topic, partition, messages);
      for (const part of batch) {
        part.written(offset);
        offset += BigInt(part.messages.length);
      }
    } catch (error) {
      // What can never be written must not take along the calls that happened to travel with it, and together they may be too large.
      if (batch.length > 1 && (error as { retryable?: boolean }).retryable === false) {
        for (const part of batch) await this.writeAll(topic, partition, [part]);
      } else {
        for (const part of batch) part.failed(error);
      }
    }
  }

  private take(lane: Waiting[]): Waiting[] {
    let bytes = 0;
    let messages = 0;
    let count = 0;
    for (const waiting of lane) {
      bytes += waiting.bytes;
      messages += waiting.messages.length;
      if (count > 0 && (bytes > this.limits.batchBytesMax || messages > this.limits.batchMessagesMax)) break;
      count++;
    }
    return lane.splice(0, count);
  }
}

function bytesOf(messages: OutgoingMessage[]): number {
  return messages.reduce((sum, { value }) => sum + value.length, 0);
}
