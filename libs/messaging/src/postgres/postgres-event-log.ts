import { Logger } from '@nestjs/common';
import pg from 'pg';
import { AppendLanes } from '../appending/append-lanes.js';
import { TopicGate } from '../appending/topic-gate.js';
import { backOffMs } from '../back-off.js';
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
import { appendMessages } from './appender.postgres.js';
import { PostgresDeadLetters } from './dead-letters.postgres.js';
import { readMessages } from './message-reader.postgres.js';
import { PostgresFollower } from './postgres-follower.js';
import { PostgresGroupConsumer } from './postgres-group-consumer.js';
import { prepareEventLog } from './prepare-event-log.postgres.js';
import { deleteExpired } from './retention.postgres.js';
import { type KnownTopic, knownTopics, makeTopics, partitionEnds } from './topics.postgres.js';
import { WakeUp } from './wake-up.postgres.js';

export interface PostgresLogSettings {
  connectionString: string;
  /** How long a member of a consumer group is believed alive without a sign of life. */
  leaseMs?: number;
  /** How long an append tries before it says LOG_UNAVAILABLE. */
  appendTimeoutMs?: number;
  maxConnections?: number;
  retentionEveryMs?: number;
}

const READ_BYTES = 4 * 1024 * 1024;

/** The event log as tables in PostgreSQL. Open it with `openPostgresEventLog`. */
export class PostgresEventLog extends EventLog implements KeepsDeadLetters {
  private readonly logger = new Logger('EventLog');
  private readonly pool: pg.Pool;
  private readonly wakeUp: WakeUp;
  private readonly lanes: AppendLanes;
  private readonly subscriptions = new Set<Subscription>();
  private readonly gate = new TopicGate((name) => this.askTopic(name));
  private opening: Promise<void> | undefined;
  private cleaning: NodeJS.Timeout | undefined;
  private closing: Promise<void> | undefined;
  readonly deadLetters: PostgresDeadLetters;

  constructor(private readonly settings: PostgresLogSettings) {
    super();
    const { connectionString } = settings;
    this.pool = new pg.Pool({
      connectionString,
      max: settings.maxConnections ?? 16,
      application_name: 'tidemark event log',
      keepAlive: true,
    });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.pool.on('error', (error) => this.logger.warn({ reason: String(error) }, 'an idle connection of the event log broke'));
    this.wakeUp = new WakeUp(connectionString, this.pool);
    this.lanes = new AppendLanes((topic, partition, messages) => this.write(topic, partition, messages));
    this.deadLetters = new PostgresDeadLetters(this.pool, this);
  }

  async ensureTopics(topics: TopicSpec[]): Promise<void> {
    await this.open();
    if (topics.length === 0) return;
    await this.insist('make topics', () => makeTopics(this.pool, topics));
    for (const { name } of topics) {
      this.gate.forget(name);
      this.wakeUp.tell(`topic:${name}`);
    }
  }

  async topics(): Promise<{ name: string; partitions: number }[]> {
    await this.open();
    return (await knownTopics(this.pool)).map(({ name, partitions }) => ({ name, partitions }));
  }

  append(topic: string, messages: OutgoingMessage[]): Promise<LogPosition[]> {
    if (messages.length === 0) return Promise.resolve([]);
    if (messages.some(({ key }) => key.includes('\u0000'))) {
      return Promise.reject(new EventLogError('KEY_NOT_STORABLE', `A key for ${topic} holds U+0000`));
    }
    return this.gate.pass(topic, ({ partitions }) => this.lanes.append(topic, messages, choosePartition(topic, partitions)));
  }

  async subscribe(options: SubscribeOptions, handler: BatchHandler): Promise<Subscription> {
    await this.open();
    const consumer = new PostgresGroupConsumer(this.pool, this.wakeUp, options, handler, {
      leaseMs: this.settings.leaseMs ?? 10_000,
      topicNames: async () => (await knownTopics(this.pool)).map(({ name }) => name),
      putAside: (topic, partition, message, reason) => this.deadLetters.putAside(options.group, topic, partition, message, reason),
    });
    return this.keep(consumer);
  }

  async follow(topic: string, handler: (batch: IncomingBatch) => Promise<void>): Promise<Subscription> {
    return this.keep(new PostgresFollower(this.pool, this.wakeUp, await this.topic(topic), handler));
  }

  async read(topic: string, partition: number, from: bigint, limit: number): Promise<IncomingMessage[]> {
    const { id, partitions } = await this.topic(topic);
    if (partition < 0 || partition >= partitions) throw new EventLogError('UNKNOWN_PARTITION', `${topic} has no partition ${partition}`);
    const messages: IncomingMessage[] = [];
    for (let next = from; messages.length < limit; next = messages.at(-1)!.offset + 1n) {
      const some = await readMessages(this.pool, id, partition, next, { maxMessages: limit - messages.length, maxBytes: READ_BYTES });
      messages.push(...some);
      if (some.length === 0) break;
    }
    return messages;
  }

  async endOffsets(topic: string): Promise<{ partition: number; earliest: bigint; end: bigint }[]> {
    return partitionEnds(this.pool, (await this.topic(topic)).id);
  }

  close(): Promise<void> {
    this.closing ??= (async () => {
      clearInterval(this.cleaning);
      await this.opening?.catch(() => undefined);
      await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
      await this.lanes.close();
      await this.wakeUp.close();
      await this.pool.end();
    })();
    return this.closing;
  }

  /** Brings the tables up to date and begins to listen, at the first use. */
  private open(): Promise<void> {
    if (this.closing) return Promise.reject(new EventLogError('LOG_CLOSED', 'The event log is closed'));
    this.opening ??= this.openOnce().catch((error) => {
      this.opening = undefined;
      throw error instanceof EventLogError
        ? error
        : new EventLogError('LOG_UNAVAILABLE', `The event log's database cannot be used: ${(error as Error).message}`, { cause: error });
    });
    return this.opening;
  }

  private async openOnce(): Promise<void> {
    await this.insist('prepare the event log', () => prepareEventLog(this.pool));
    await this.wakeUp.start();
    this.cleaning = setInterval(() => void this.clean(), this.settings.retentionEveryMs ?? 60_000);
    this.cleaning.unref();
  }

  private async clean(): Promise<void> {
    try {
      const deleted = await deleteExpired(this.pool, Date.now());
      if (deleted > 0) this.logger.log({ deleted }, 'messages deleted that were older than their topics keep them');
    } catch (error) {
      this.logger.warn({ reason: String(error) }, 'old messages not deleted');
    }
  }

  private topic(name: string): Promise<KnownTopic> {
    return this.gate.pass(name, async (topic) => topic);
  }

  private async askTopic(name: string): Promise<KnownTopic> {
    await this.open();
    const found = (await this.insist('look for a topic', () => knownTopics(this.pool))).find((topic) => topic.name === name);
    if (!found) throw new EventLogError('UNKNOWN_TOPIC', `The event log has no topic ${name}`);
    return found;
  }

  private async write(topic: string, partition: number, messages: OutgoingMessage[]): Promise<bigint> {
    const { id } = await this.topic(topic);
    const first = await this.insist(`append to ${topic}`, () => appendMessages(this.pool, id, partition, messages));
    this.wakeUp.tell(`topic:${topic}`);
    return first;
  }

  /** Tries again while PostgreSQL cannot be reached, for a while. */
  private async insist<Result>(doing: string, work: () => Promise<Result>): Promise<Result> {
    const until = Date.now() + (this.settings.appendTimeoutMs ?? 30_000);
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!isConnectionTrouble(error)) throw error;
        if (Date.now() > until) throw new EventLogError('LOG_UNAVAILABLE', `${doing}: ${(error as Error).message}`, { cause: error });
        const waitMs = backOffMs(attempt, 3_000);
        this.logger.warn({ doing, waitMs, reason: String(error) }, 'PostgreSQL does not answer, trying again');
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }

  private async keep(subscription: Subscription & { start(): Promise<void> }): Promise<Subscription> {
    this.subscriptions.add(subscription);
    await subscription.start();
    return subscription;
  }
}

/** Everything that PostgreSQL itself did not refuse: broken, refused and ending connections (classes 08 and 57P). */
function isConnectionTrouble(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return false;
  const { code } = error as { code?: string };
  return code === undefined || !/^[0-9A-Z]{5}$/.test(code) || /^(08|57P|53300|40)/.test(code);
}
