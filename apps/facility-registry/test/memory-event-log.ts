import {
  EventLog,
  type IncomingMessage,
  type LogPosition,
  type OutgoingMessage,
  type Subscription,
  type TopicSpec,
} from '@tidemark/messaging';

export class MemoryEventLog extends EventLog {
  readonly specs = new Map<string, TopicSpec>();
  private readonly logs = new Map<string, IncomingMessage[]>();
  async ensureTopics(topics: TopicSpec[]): Promise<void> {
    for (const t of topics) {
      this.specs.set(t.name, t);
      if (!this.logs.has(t.name)) this.logs.set(t.name, []);
    }
  }
  async topics() {
    return [...this.specs.values()].map(({ name, partitions }) => ({ name, partitions }));
  }
  async append(topic: string, messages: OutgoingMessage[]): Promise<LogPosition[]> {
    const log = this.logs.get(topic)!;
    return messages.map((m) => {
      log.push({ offset: BigInt(log.length), key: m.key, value: Buffer.from(m.value), headers: m.headers ?? {}, timestampMs: 0 });
      return { topic, partition: 0, offset: BigInt(log.length - 1) };
    });
  }
  async subscribe(): Promise<Subscription> {
    throw new Error('no');
  }
  async follow(): Promise<Subscription> {
    throw new Error('no');
  }
  async read(topic: string) {
    return this.logs.get(topic)!;
  }
  async endOffsets() {
    return [];
  }
  async close() {}
}
