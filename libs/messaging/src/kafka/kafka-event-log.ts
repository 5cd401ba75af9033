import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Admin } from 'kafkajs';
import { AppendLanes } from '../appending/append-lanes.js';
import { TopicGate } from '../appending/topic-gate.js';
import type { KeepsDeadLetters } from '../dead-letters.js';
import { EventLogError } from '../event-log.errors.js';
import {
  type BatchHandler,
  EventLog,
  type IncomingBatch,
  type IncomingMessage,
  type LogPosition,
  type OutgoingMessage,
  type SubscribeOptions,
  type Subscription,
  type TopicSpec,
} from '../event-log.js';
import { choosePartition } from '../partitioner.js';
import { KafkaAppender } from './kafka-appender.js';
import { type KafkaSettings, kafkaClient } from './kafka-client.js';
import { KafkaDeadLetters } from './kafka-dead-letters.js';
import { isElecting, toEventLogError } from './kafka-errors.js';
import { KafkaFollower } from './kafka-follower.js';
import { KafkaGroupConsumer } from './kafka-group-consumer.js';
import { KafkaReader } from './kafka-reader.js';

const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
const READ_BYTES = 2 * 1024 * 1024;
/** How long a broker may take to know of a topic that it made. */
const KNOWN_MS = 10_000;

/** The event log on Apache Kafka. */
export class KafkaEventLog extends EventLog implements KeepsDeadLetters {
  private readonly logger = new Logger('EventLog');
  private readonly appender: KafkaAppender;
  private readonly lanes: AppendLanes;
  private readonly gate = new TopicGate((topic) => this.partitionCount(topic));
  private readonly subscriptions = new Set<Subscription>();
  private readonly reader: KafkaReader;
  private administration: Promise<Admin> | undefined;
  private closing: Promise<void> | undefined;
  readonly deadLetters = new KafkaDeadLetters(this);

  constructor(private readonly settings: KafkaSettings) {
    super();
    this.appender = new KafkaAppender(kafkaClient(settings), settings.appendTimeoutMs ?? 30_000);
    this.lanes = new AppendLanes((topic, partition, messages) => this.appender.write(topic, partition, messages));
    this.reader = new KafkaReader(kafkaClient(settings));
  }

  async ensureTopics(topics: TopicSpec[]): Promise<void> {
    await this.asking('make topics', async (admin) => {
      const existing = new Set(await admin.listTopics());
      const missing = topics.filter(({ name }) => !existing.has(name));
      if (missing.length > 0) {
        await admin.createTopics({ waitForLeaders: false, topics: missing.map((spec) => this.newTopic(spec)) });
        await untilKnown(
          admin,
          missing.map(({ name }) => name),
        );
      }
      await this.widen(
        admin,
        topics.filter(({ name }) => existing.has(name)),
      );
    });
  }

  async topics(): Promise<{ name: string; partitions: number }[]> {
    const { topics } = await this.asking('list topics', (admin) => admin.fetchTopicMetadata());
    return topics.filter(({ name }) => !name.startsWith('__')).map(({ name, partitions }) => ({ name, partitions: partitions.length }));
  }

  append(topic: string, messages: OutgoingMessage[]): Promise<LogPosition[]> {
    if (messages.length === 0) return Promise.resolve([]);
    return this.gate.pass(topic, (partitions) => this.lanes.append(topic, messages, choosePartition(topic, partitions)));
  }

  async subscribe(options: SubscribeOptions, handler: BatchHandler): Promise<Subscription> {
    const consumer = new KafkaGroupConsumer(
      () => kafkaClient(this.settings),
      async () => (await this.topics()).map(({ name }) => name),
      options,
      handler,
      {
        sessionTimeoutMs: this.settings.sessionTimeoutMs ?? 15_000,
        formerMembers: new Set(),
        heartbeatIntervalMs: this.settings.heartbeatIntervalMs ?? 1_000,
        putAside: (topic, partition, message, reason) => this.deadLetters.putAside(options.group, topic, partition, message, reason),
      },
    );
    return this.keep(consumer);
  }

  async follow(topic: string, handler: (batch: IncomingBatch) => Promise<void>): Promise<Subscription> {
    return this.keep(new KafkaFollower(new KafkaReader(kafkaClient(this.settings)), topic, handler));
  }

  async read(topic: string, partition: number, from: bigint, limit: number): Promise<IncomingMessage[]> {
    const offsets = (await this.endOffsets(topic)).find((one) => one.partition === partition);
    if (!offsets) throw new EventLogError('UNKNOWN_PARTITION', `${topic} has no partition ${partition}`);
    const messages: IncomingMessage[] = [];
    for (let next = from > offsets.earliest ? from : offsets.earliest; next < offsets.end && messages.length < limit; ) {
      const [fetched] = await this.reader.fetch(topic, new Map([[partition, next]]), 100, READ_BYTES).catch((error) => {
        throw toEventLogError(error, `read ${topic}`);
      });
      messages.push(...fetched!.messages);
      if (fetched!.next === next) break;
      next = fetched!.next;
    }
    return messages.slice(0, limit);
  }

  async endOffsets(topic: string): Promise<{ partition: number; earliest: bigint; end: bigint }[]> {
    for (const deadline = Date.now() + KNOWN_MS; ; await sleep(50)) {
      try {
        return await this.reader.offsets(topic);
      } catch (error) {
        if (!isElecting(error) || Date.now() > deadline) throw toEventLogError(error, `offsets of ${topic}`);
      }
    }
  }

  close(): Promise<void> {
    this.closing ??= (async () => {
      await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
      await this.lanes.close();
      await this.appender.close();
      await this.reader.close();
      await this.administration
        ?.then((admin) => admin.disconnect())
        .catch((error) => this.logger.debug({ reason: String(error) }, 'admin did not disconnect cleanly'));
    })();
    return this.closing;
  }

  private async keep(subscription: Subscription & { start(): Promise<void> }): Promise<Subscription> {
    if (this.closing) throw new EventLogError('LOG_CLOSED', 'The event log is closed');
    this.subscriptions.add(subscription);
    await subscription.start();
    return subscription;
  }

  private newTopic({ name, partitions, retentionMs }: TopicSpec) {
    return {
      topic: name,
      numPartitions: partitions,
      replicationFactor: this.settings.replicationFactor ?? 1,
      configEntries: [
        { name: 'retention.ms', value: String(retentionMs ?? -1) },
        { name: 'retention.bytes', value: '-1' },
        { name: 'cleanup.policy', value: 'delete' },
        // The broker unpacks what a provider compressed: kafkajs lacks most codecs, and one such batch would stop its readers.
        { name: 'compression.type', value: 'uncompressed' },
        { name: 'max.message.bytes', value: String(MESSAGE_BYTES_MAX) },
      ],
    };
  }

  /** A topic may grow: keys move then, so whoever widens a topic of reports must know that a meter's order spans two partitions. */
  private async widen(admin: Admin, specs: TopicSpec[]): Promise<void> {
    if (specs.length === 0) return;
    const { topics } = await admin.fetchTopicMetadata({ topics: specs.map(({ name }) => name) });
    const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
    const narrow = specs.filter(({ name, partitions }) => counts.get(name)! < partitions);
    if (narrow.length === 0) return;
    await admin.createPartitions({ topicPartitions: narrow.map(({ name, partitions }) => ({ topic: name, count: partitions })) });
    for (const { name } of narrow) this.gate.forget(name);
  }

  private async partitionCount(topic: string): Promise<number> {
    const count = (await this.topics()).find(({ name }) => name === topic)?.partitions;
    if (count === undefined) throw new EventLogError('UNKNOWN_TOPIC', `Kafka has no topic ${topic}`);
    return count;
  }

  private async asking<Answer>(doing: string, ask: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    if (this.closing) throw new EventLogError('LOG_CLOSED', 'The event log is closed');
    this.administration ??= this.connectAdmin();
    try {
      return await ask(await this.administration);
    } catch (error) {
      const broken = this.administration;
      this.administration = undefined;
      void broken?.then((admin) => admin.disconnect()).catch(() => undefined);
      throw toEventLogError(error, doing);
    }
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = kafkaClient(this.settings).admin({ retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 } });
    await admin.connect();
    return admin;
  }
}

/** A broker that made a topic may not know of it for a moment. kafkajs' own wait for leaders takes that for the end. */
async function untilKnown(admin: Admin, topics: string[]): Promise<void> {
  for (const deadline = Date.now() + KNOWN_MS; ; await sleep(50)) {
    try {
      await admin.fetchTopicMetadata({ topics });
      return;
    } catch (error) {
      if (toEventLogError(error, 'make topics').code !== 'UNKNOWN_TOPIC' || Date.now() > deadline) throw error;
    }
  }
}
