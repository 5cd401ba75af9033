import { Injectable } from '@nestjs/common';
import { EventLog, type Subscription } from '@tidemark/messaging';
import { INTAKE_GROUP, INTAKE_TOPICS, IntakeConsumer } from './intake.consumer.js';

/** A partition with work that has not moved for this long needs a new process. */
const STUCK_MS = 300_000;

/** Membership in the group that reads the intake topics; instances of the gateway share their partitions. */
@Injectable()
export class IntakeDoor {
  private subscription: Subscription | undefined;
  private lost: Error | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly consumer: IntakeConsumer,
  ) {}

  async open(): Promise<void> {
    this.subscription = await this.log.subscribe(
      { group: INTAKE_GROUP, topics: INTAKE_TOPICS, maxBytes: 8 * 1_048_576 },
      (batch, context) => this.consumer.take(batch, context),
    );
    this.subscription.failed.catch((error: Error) => {
      this.lost = error;
    });
  }

  /** Finishes the batch in hand. */
  async close(): Promise<void> {
    await this.subscription?.close();
  }

  /** Throws when only a new start would help. `nowMs` of the wall clock. */
  check(nowMs: number): void {
    if (this.lost) throw new Error(`the intake topics are no longer read: ${this.lost.message}`);
    const stuck = this.subscription?.status().find(({ lag, lastProgressAtMs }) => lag > 0n && nowMs - lastProgressAtMs > STUCK_MS);
    if (stuck) throw new Error(`${stuck.topic}/${stuck.partition} stands at ${stuck.position} with ${stuck.lag} messages behind it`);
  }
}
