/** The event log: topics of ordered, durable partitions. Two adapters stand behind it, Kafka and a table in PostgreSQL. */

export interface TopicSpec {
  name: string;
  partitions: number;
  /** Absent: kept for ever. */
  retentionMs?: number;
}

export interface OutgoingMessage {
  /** Messages with the same key stay in order. Chooses the partition unless `partition` does. */
  key: string;
  value: Uint8Array;
  headers?: Record<string, string>;
  partition?: number;
}

export interface LogPosition {
  topic: string;
  partition: number;
  offset: bigint;
}

export interface IncomingMessage {
  offset: bigint;
  key: string | undefined;
  value: Buffer;
  headers: Record<string, string>;
  /** When the log took the message, milliseconds. */
  timestampMs: number;
}

export interface IncomingBatch {
  topic: string;
  partition: number;
  /** In offset order, at least one. */
  messages: IncomingMessage[];
  /** Offset that the next message appended to the partition will get. */
  endOffset: bigint;
}

export interface BatchContext {
  /** True once the partition was taken away: stop, whatever is saved now is fenced by the position's compare-and-set. */
  isStale(): boolean;
  /** Keeps the group membership alive; to be called in long loops. */
  heartbeat(): Promise<void>;
  /** Puts one message aside with its reason; the consumer goes on behind it. */
  deadLetter(message: IncomingMessage, reason: string): Promise<void>;
}

/** Where a consumer group starts in a partition that was just assigned. `undefined`: at the earliest message. */
export type StartAt = (topic: string, partition: number) => Promise<bigint | undefined>;

export interface SubscribeOptions {
  group: string;
  topics: string[] | RegExp;
  /**
   * The consumer's own durable position, when it keeps one beside its state (the ledger does): asked at each assignment.
   * Absent: the group's committed position in the log.
   */
  startAt?: StartAt;
  /** How long the log may gather before it answers a fetch. */
  maxWaitMs?: number;
  /** Limit of one batch. */
  maxBytes?: number;
  maxMessages?: number;
}

/**
 * Handles one batch. When it resolves, the group's position moves behind the batch; when it rejects, the batch comes
 * again after a back-off, unless the error carries `retryable: false`: then the process must stop visibly.
 */
export type BatchHandler = (batch: IncomingBatch, context: BatchContext) => Promise<void>;

export interface Subscription {
  /** Finishes the batch in hand, commits, leaves the group. */
  close(): Promise<void>;
  /** Rejects when the subscription died of something that no retry mends. */
  readonly failed: Promise<never>;
  /** For liveness: positions advance or the lag is zero. */
  status(): { topic: string; partition: number; position: bigint; lag: bigint; lastProgressAtMs: number }[];
}

export abstract class EventLog {
  /** Makes the topics that are missing; never shrinks or deletes. */
  abstract ensureTopics(topics: TopicSpec[]): Promise<void>;
  abstract topics(): Promise<{ name: string; partitions: number }[]>;
  /** Resolves when all messages are durable (acks=all, or the commit), with the position of each, in their order. */
  abstract append(topic: string, messages: OutgoingMessage[]): Promise<LogPosition[]>;
  /** Member of a consumer group: partitions are shared among the group's members. */
  abstract subscribe(options: SubscribeOptions, handler: BatchHandler): Promise<Subscription>;
  /** Reads a topic from its beginning for ever, alone and without a group: how an instance keeps a copy of small facts. Resolves when caught up with what stood there at the call. */
  abstract follow(topic: string, handler: (batch: IncomingBatch) => Promise<void>): Promise<Subscription>;
  /** One look at part of a partition, without a group. */
  abstract read(topic: string, partition: number, from: bigint, limit: number): Promise<IncomingMessage[]>;
  abstract endOffsets(topic: string): Promise<{ partition: number; earliest: bigint; end: bigint }[]>;
  abstract close(): Promise<void>;
}

/** Of `usage.posted.v1`; whoever starts first makes it. Postings of one account are in one partition. */
export const POSTED_PARTITIONS = 8;

/** Topics that the apps talk over. Intake and verdict topics are one per provider. */
export const TOPICS = {
  reports: 'usage.reports.v1',
  posted: 'usage.posted.v1',
  facility: 'facility.v1',
  customer: 'customer.v1',
  use: 'use.v1',
  flag: 'flag.v1',
  /** Rules of the rulebook as operators propose, try, activate and retire them. */
  rule: 'rule.v1',
  /** What people decided, as other apps need it. */
  case: 'case.v1',
  /** Who is who among people, as the embedded issuer changes it. */
  person: 'person.v1',
  intake: (provider: string) => `intake.${provider}.v1`,
  verdicts: (provider: string) => `verdicts.${provider}.v1`,
} as const;
