import {
  type BatchHandler,
  EventLog,
  type IncomingBatch,
  type IncomingMessage,
  type LogPosition,
  type OutgoingMessage,
  partitionOf,
  type SubscribeOptions,
  type Subscription,
  type TopicSpec,
} from '@tidemark/messaging';

/** A log in memory that fails and hangs when a test says so: what no real log does on command. Everything else is tested on real ones. */
export class ScriptedLog extends EventLog {
  readonly messages = new Map<string, (OutgoingMessage & { partition: number })[]>();
  readonly appends: { topic: string; partition: number | undefined; count: number }[] = [];
  /** Called before each append; may reject or wait. */
  beforeAppend: (topic: string, messages: OutgoingMessage[]) => Promise<void> | void = () => undefined;
  subscriber: BatchHandler | undefined;
  private readonly specs = new Map<string, number>();
  private readonly followers = new Map<string, (batch: IncomingBatch) => Promise<void>>();

  async ensureTopics(topics: TopicSpec[]): Promise<void> {
    for (const { name, partitions } of topics) if (!this.specs.has(name)) this.specs.set(name, partitions);
  }

  async topics(): Promise<{ name: string; partitions: number }[]> {
    return [...this.specs].map(([name, partitions]) => ({ name, partitions }));
  }

  async append(topic: string, messages: OutgoingMessage[]): Promise<LogPosition[]> {
    this.appends.push({ topic, partition: messages[0]?.partition, count: messages.length });
    await this.beforeAppend(topic, messages);
    return messages.map((message) => this.store(topic, message));
  }

  async follow(topic: string, handler: (batch: IncomingBatch) => Promise<void>): Promise<Subscription> {
    this.followers.set(topic, handler);
    const messages = (this.messages.get(topic) ?? []).map((message, i) => incoming(message, BigInt(i)));
    if (messages.length > 0) await handler({ topic, partition: 0, messages, endOffset: BigInt(messages.length) });
    return { close: async () => undefined, failed: new Promise<never>(() => undefined), status: () => [] };
  }

  /** Appends a fact and shows it to whoever follows. */
  async tell(topic: string, key: string, value: Uint8Array): Promise<void> {
    const { offset } = this.store(topic, { key, value });
    await this.followers.get(topic)?.({ topic, partition: 0, messages: [incoming({ key, value }, offset)], endOffset: offset + 1n });
  }

  /** Remembered only: what groups do is tested on real logs; a test hands batches to the handler itself. */
  async subscribe(_options: SubscribeOptions, handler: BatchHandler): Promise<Subscription> {
    this.subscriber = handler;
    return { close: async () => undefined, failed: new Promise<never>(() => undefined), status: () => [] };
  }

  async read(topic: string, partition: number, from: bigint, limit: number): Promise<IncomingMessage[]> {
    const stored = (this.messages.get(topic) ?? []).filter((message) => message.partition === partition);
    return stored.map((message, i) => incoming(message, BigInt(i))).slice(Number(from), Number(from) + limit);
  }

  async endOffsets(topic: string): Promise<{ partition: number; earliest: bigint; end: bigint }[]> {
    return Array.from({ length: this.specs.get(topic) ?? 0 }, (_, partition) => {
      const stored = (this.messages.get(topic) ?? []).filter((message) => message.partition === partition);
      return { partition, earliest: 0n, end: BigInt(stored.length) };
    });
  }

  async close(): Promise<void> {}

  private store(topic: string, message: OutgoingMessage): LogPosition {
    const partition = message.partition ?? partitionOf(message.key, this.specs.get(topic) ?? 1);
    const stored = this.messages.get(topic) ?? [];
    const offset = BigInt(stored.filter((other) => other.partition === partition).length);
    stored.push({ ...message, partition });
    this.messages.set(topic, stored);
    return { topic, partition, offset };
  }
}

const incoming = ({ key, value, headers = {} }: OutgoingMessage, offset: bigint): IncomingMessage => ({
  offset,
  key,
  value: Buffer.from(value),
  headers,
  timestampMs: 0,
});
