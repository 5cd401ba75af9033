import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { stuckPartition } from '../consuming/liveness.js';
import type { EventLog, StartAt, Subscription } from '../event-log.js';
import { BATCH_EXTRAS, BatchFailure, type BatchOptions, startPattern } from './batch-pattern.js';

/**
 * Hands batches of the event log to controllers: `app.connectMicroservice({ strategy: new BatchLogServer(eventLog) })`.
 * Nest's own Kafka server takes one message at a time, and loses or loops on errors.
 */
export class BatchLogServer extends Server implements CustomTransportStrategy {
  /** Failures reach the log, which repeats the batch; Nest need not report them. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly subscriptions = new Map<string, Subscription>();
  private joining: Promise<void> = Promise.resolve();
  private closing = false;
  private lost: { group: string; error: unknown } | undefined;

  constructor(private readonly eventLog: EventLog) {
    super();
  }

  /** Joins the groups of all controllers. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    this.joining = this.joinGroups();
    await this.joining.then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  /** Finishes the batches in hand, commits, leaves the groups; also those that it is joining while another part fails to start. */
  async close(): Promise<void> {
    this.closing = true;
    await this.joining.catch(() => undefined);
    await Promise.all([...this.subscriptions.values()].map((subscription) => subscription.close()));
    this.subscriptions.clear();
  }

  /** For liveness: throws when a group was lost for good, or a partition has work and has not moved for `stuckMs`. */
  check(nowMs: number, stuckMs: number): void {
    if (this.lost) throw new Error(`${this.lost.group} no longer consumes: ${(this.lost.error as Error)?.message}`);
    const stuck = stuckPartition([...this.subscriptions.values()], nowMs, stuckMs);
    if (stuck) throw new Error(stuck);
  }

  on(): never {
    throw new Error('The batch log server has no events to listen to');
  }

  unwrap<T>(): T {
    return this.eventLog as T;
  }

  private async joinGroups(): Promise<void> {
    for (const handler of this.messageHandlers.values()) {
      const options = handler.extras?.[BATCH_EXTRAS] as BatchOptions | undefined;
      if (options && !this.closing) await this.subscribe(options, handler);
    }
  }

  private async subscribe(options: BatchOptions, handler: MessageHandler): Promise<void> {
    const { group } = options;
    if (this.subscriptions.has(group)) throw new Error(`Two handlers want to consume as ${group}`);
    const startAt = this.startAt(group);
    const subscription = await this.eventLog.subscribe({ ...options, ...(startAt && { startAt }) }, async (batch, context) => {
      await answerOf(handler(batch, context));
    });
    this.subscriptions.set(group, subscription);
    subscription.failed.catch((error) => {
      this.lost = { group, error };
      this.logger.error(error, `${group} no longer consumes`);
    });
  }

  private startAt(group: string): StartAt | undefined {
    const handler = this.messageHandlers.get(startPattern(group));
    return handler && ((topic, partition) => answerOf(handler(topic, partition)) as Promise<bigint | undefined>);
  }
}

/** What the controller's method answered, or its error thrown as it was. */
async function answerOf(answered: unknown): Promise<unknown> {
  const awaited = await answered;
  const answer = isObservable(awaited) ? await lastValueFrom(awaited, { defaultValue: undefined }) : awaited;
  if (answer instanceof BatchFailure) throw answer.error;
  return answer;
}
