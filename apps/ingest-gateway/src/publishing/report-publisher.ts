import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { type Envelope, encodeEnvelope } from '@tidemark/contracts';
import { EventLog, type LogPosition, type OutgoingMessage, partitionOf, TOPICS } from '@tidemark/messaging';
import { DOOR_LIMITS_TOKEN, type DoorLimits } from '../door-limits.js';
import { inBatches } from './batches.js';
import { PartitionQueue, type Waiting } from './partition-queue.js';

/** An envelope but for its origin, which a direct door gives in the order of the appends. */
export type EnvelopeDraft = Omit<Envelope, 'origin'>;
/** An envelope whose origin is the message of an intake topic that carried it. */
export type IntakeEnvelope = EnvelopeDraft & { origin: { stream: string; offset: bigint } };

export type Published = { position: LogPosition } | { refused: 'DOOR_BUSY' | 'LOG_UNAVAILABLE' | 'DOOR_CLOSED' };

interface WaitingEnvelope extends Waiting {
  readonly settle: (result: Published) => void;
  readonly draft: EnvelopeDraft;
}

/** Room for what surrounds the records of an envelope. */
const ENVELOPE_OVERHEAD_BYTES = 512;
const SWEEP_MS = 250;

/**
 * Puts envelopes into usage.reports.v1 and answers each only when it is durable.
 *
 * Per partition one append is in flight; all that waits goes into the next one. Origins of the direct doors
 * (`door/<instance>`, a counter) are given when a batch is made up, so they rise in append order in every partition;
 * those of a batch that failed are never given again, because the batch may be in the log after all.
 */
@Injectable()
export class ReportPublisher implements OnApplicationShutdown {
  private readonly logger = new Logger(ReportPublisher.name);
  private readonly stream = `door/${randomUUID()}`;
  private readonly queues: PartitionQueue<WaitingEnvelope>[] = [];
  /** The end of the line of those who wait for room; never rejects. */
  private turns: Promise<unknown> = Promise.resolve();
  private wakeWaiter: (() => void) | undefined;
  private nextOffset = 1n;
  private waitingBytes = 0;
  private closing = false;
  private draining = 0;
  private idle: (() => void) | undefined;
  private sweeper: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: EventLog,
    @Inject(TIDEMARK_CONFIG) private readonly config: TidemarkConfig,
    @Inject(DOOR_LIMITS_TOKEN) private readonly limits: DoorLimits,
  ) {}

  /** Makes the topic where it is missing and learns how many partitions it has. To be called before the doors open. */
  async open(): Promise<void> {
    await this.log.ensureTopics([{ name: TOPICS.reports, partitions: this.config.reportPartitions }]);
    const topic = (await this.log.topics()).find(({ name }) => name === TOPICS.reports);
    if (!topic) throw new Error(`the log does not show the topic ${TOPICS.reports} that was just made sure of`);
    for (let partition = 0; partition < topic.partitions; partition += 1) this.queues.push(new PartitionQueue());
  }

  /** For readiness and metrics. */
  status(): { open: boolean; waitingBytes: number } {
    return { open: this.queues.length > 0 && !this.closing, waitingBytes: this.waitingBytes };
  }

  /** Resolves when the envelope is durable, or with the code why it is not. Never rejects. */
  publish(draft: EnvelopeDraft): Promise<Published> {
    if (this.closing || this.queues.length === 0) return Promise.resolve({ refused: 'DOOR_CLOSED' });
    const bytes = sizeOf(draft);
    if (!this.hasRoom(bytes)) return Promise.resolve({ refused: 'DOOR_BUSY' });
    this.waitingBytes += bytes;
    const partition = this.partitionOf(draft);
    return new Promise((resolve) => {
      this.queues[partition]!.push({ draft, bytes, deadlineMs: performance.now() + this.limits.appendTimeoutMs, settle: resolve });
      this.wake(partition);
    });
  }

  /**
   * Appends what came through one partition of an intake topic, in its order. Rejects at the first failure and then
   * appends nothing more: an origin must never reach a partition before a lower one of its stream that is not yet there,
   * because the ledger would pass over the lower one when it comes again.
   */
  async publishIntake(envelopes: readonly IntakeEnvelope[]): Promise<LogPosition[]> {
    if (this.queues.length === 0) throw new Error('the door is not open yet');
    const positions: LogPosition[] = new Array(envelopes.length);
    const byPartition = Map.groupBy(envelopes.keys(), (i) => this.partitionOf(envelopes[i]!));
    const size = (i: number) => sizeOf(envelopes[i]!);
    const results = await Promise.allSettled(
      [...byPartition].map(async ([partition, members]) => {
        for (const batch of inBatches(members, size, this.limits.appendBytes, this.limits.appendMessages)) {
          const messages = batch.map((i) => messageOf(envelopes[i]!, partition));
          const appended = await this.log.append(TOPICS.reports, messages);
          batch.forEach((i, place) => {
            positions[i] = appended[place]!;
          });
        }
      }),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return positions;
  }

  /** Waits for room instead of refusing, first come first served. Resolves when the envelope is queued; `published` when it is durable. */
  publishWhenRoom(draft: EnvelopeDraft): Promise<{ published: Promise<Published> }> {
    const turn = this.turns.then(async () => {
      while (!this.closing && !this.hasRoom(sizeOf(draft))) await this.released();
      return { published: this.publish(draft) };
    });
    this.turns = turn;
    return turn;
  }

  /** Takes nothing new from now on. */
  close(): void {
    this.closing = true;
    this.wakeWaiter?.();
  }

  /** Takes nothing new, and waits for what was taken. */
  async onApplicationShutdown(): Promise<void> {
    this.close();
    if (this.draining === 0) return;
    await new Promise<void>((resolve) => {
      this.idle = resolve;
    });
  }

  private partitionOf(draft: EnvelopeDraft): number {
    return partitionOf(keyOf(draft), this.queues.length);
  }

  private wake(partition: number): void {
    const queue = this.queues[partition]!;
    if (queue.inFlight) return;
    this.draining += 1;
    this.sweeper ??= setInterval(() => this.sweep(), SWEEP_MS).unref();
    void this.drain(queue, partition).finally(() => {
      this.draining -= 1;
      if (this.draining > 0) return;
      clearInterval(this.sweeper);
      this.sweeper = undefined;
      this.idle?.();
    });
  }

  private async drain(queue: PartitionQueue<WaitingEnvelope>, partition: number): Promise<void> {
    // Claimed before the first wait, so that no second drain starts beside this one.
    queue.inFlight = [];
    // What the same turn of the event loop still brings joins the first batch.
    await Promise.resolve();
    while (queue.length > 0) {
      const batch = queue.take(this.limits.appendBytes, this.limits.appendMessages);
      queue.inFlight = batch;
      await this.append(batch, partition);
      this.release(batch);
    }
    queue.inFlight = undefined;
  }

  private async append(batch: readonly WaitingEnvelope[], partition: number): Promise<void> {
    try {
      const messages = batch.map(({ draft }) =>
        messageOf({ ...draft, origin: { stream: this.stream, offset: this.nextOffset++ } }, partition),
      );
      const positions = await this.log.append(TOPICS.reports, messages);
      batch.forEach((item, i) => {
        item.settle({ position: positions[i]! });
      });
    } catch (error) {
      // The append may have happened all the same; its origins stay used, and the clients send again.
      this.logger.warn(
        `append of ${batch.length} reports to partition ${partition} failed: ${error instanceof Error ? error.message : error}`,
      );
      for (const item of batch) item.settle({ refused: 'LOG_UNAVAILABLE' });
    }
  }

  /** Tells those who waited too long, so that a client is answered also while the log hangs. What is in flight stays counted. */
  private sweep(): void {
    const now = performance.now();
    for (const queue of this.queues) {
      const expired = queue.takeExpired(now);
      for (const item of expired) item.settle({ refused: 'LOG_UNAVAILABLE' });
      this.release(expired);
      for (const item of queue.inFlight ?? []) if (item.deadlineMs <= now) item.settle({ refused: 'LOG_UNAVAILABLE' });
    }
  }

  private release(items: readonly WaitingEnvelope[]): void {
    for (const item of items) this.waitingBytes -= item.bytes;
    this.wakeWaiter?.();
  }

  /** One larger than the limit is let in alone. */
  private hasRoom(bytes: number): boolean {
    return this.waitingBytes === 0 || this.waitingBytes + bytes <= this.limits.waitingBytes;
  }

  private released(): Promise<void> {
    return new Promise((resolve) => {
      this.wakeWaiter = resolve;
    });
  }
}

const keyOf = (draft: { provider: string; source: string }): string => `${draft.provider}/${draft.source}`;

const sizeOf = (draft: EnvelopeDraft): number => draft.columns.length + draft.opaque.length + ENVELOPE_OVERHEAD_BYTES;

const messageOf = (envelope: IntakeEnvelope, partition: number): OutgoingMessage => ({
  key: keyOf(envelope),
  partition,
  value: encodeEnvelope(envelope),
});
