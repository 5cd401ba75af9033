import type { EventLog, IncomingBatch, IncomingMessage } from '@tidemark/messaging';
import type { MonitorEngine } from '../accumulate/monitor-engine.js';

const MESSAGES = 400;

/** How far the live monitor has taken a partition. */
export interface TakenPosition {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
}

type Take = (
  batch: IncomingBatch,
  context: { isStale(): boolean; heartbeat(): Promise<void>; deadLetter(): Promise<void> },
) => Promise<void>;

/** Nobody else is in the group, and what could not be read was put aside when it came. */
const ALONE = { isStale: () => false, heartbeat: async () => undefined, deadLetter: async () => undefined };

/** Gives another monitor all that the live one has taken from the log, from its beginning. */
export class ReplayLog {
  messages = 0;
  private readonly reached = new Map<string, bigint>();

  constructor(
    private readonly log: Pick<EventLog, 'read'>,
    private readonly takers: ReadonlyMap<string, Take>,
  ) {}

  static into(
    engine: MonitorEngine,
    log: Pick<EventLog, 'read'>,
    topics: { facility: string; customer: string; case: string; posted: string },
  ): ReplayLog {
    return new ReplayLog(
      log,
      new Map<string, Take>([
        [topics.facility, (batch, context) => engine.takeFacilities(batch, context)],
        [topics.customer, (batch, context) => engine.takeIdentity(batch, context)],
        [topics.case, (batch, context) => engine.takeOrders(batch, context)],
        [topics.posted, (batch, context) => engine.takePostings(batch, context)],
      ]),
    );
  }

  /** Topics one after another, partitions side by side: what stands at the end does not depend on how they were mixed. */
  async upTo(positions: readonly TakenPosition[]): Promise<void> {
    for (const topic of this.takers.keys())
      await Promise.all(positions.filter((position) => position.topic === topic).map((position) => this.partitionUpTo(position)));
  }

  private async partitionUpTo({ topic, partition, nextOffset }: TakenPosition): Promise<void> {
    const key = `${topic}/${partition}`;
    for (let from = this.reached.get(key) ?? 0n; from < nextOffset; ) {
      const messages = (await this.log.read(topic, partition, from, MESSAGES)).filter(({ offset }) => offset < nextOffset);
      if (messages.length === 0) throw new Error(`${key} holds nothing from ${from} on, and the monitor has taken it up to ${nextOffset}`);
      await this.takers.get(topic)!(batchOf(topic, partition, messages, nextOffset), ALONE);
      this.messages += messages.length;
      from = messages.at(-1)!.offset + 1n;
      this.reached.set(key, from);
    }
  }
}

const batchOf = (topic: string, partition: number, messages: IncomingMessage[], endOffset: bigint): IncomingBatch => ({
  topic,
  partition,
  messages,
  endOffset,
});
