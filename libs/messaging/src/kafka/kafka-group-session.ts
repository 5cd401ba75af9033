import { Logger } from '@nestjs/common';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { backOffMs, pause } from '../back-off.js';
import { PartitionWorker, type WorkerDuties } from '../consuming/partition-worker.js';
import { PositionCommitter } from '../consuming/position-committer.js';
import type { BatchHandler, IncomingMessage, SubscribeOptions } from '../event-log.js';
import { dismissDeparted } from './departed-members.js';
import { toIncoming } from './kafka-records.js';
import { beforeJoin } from './kafkajs-patches.js';
import { consumerWithCluster, type LowLevelCluster } from './low-level-cluster.js';
import { memberAssigner } from './member-assigner.js';
import { committedPosition, topicOffsets } from './topic-positions.js';

export interface SessionSettings {
  sessionTimeoutMs: number;
  heartbeatIntervalMs: number;
  /** Member ids that this process got and has not given back. */
  formerMembers: Set<string>;
  putAside(topic: string, partition: number, message: IncomingMessage, reason: string): Promise<void>;
}

/** A handler said that no retry mends its error, which is the cause. */
export class HandlerGaveUp extends Error {
  constructor(cause: unknown) {
    super('A batch handler gave up', { cause });
  }
}

const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_MESSAGES = 2_000;
/** Longest that a full partition holds up the fetching of the others before it is paused. */
const WAIT_FOR_ROOM_MS = 200;

/**
 * The life of one kafkajs consumer in its group: from connecting until it crashes or is closed. kafkajs fetches; the
 * workers handle, so that a slow handler neither stops the heartbeats nor the other partitions.
 */
export class KafkaGroupSession {
  private readonly logger = new Logger('EventLog');
  private readonly workers = new Map<string, PartitionWorker>();
  private readonly rooms = new Map<PartitionWorker, () => void>();
  private readonly committer = new PositionCommitter((positions) => this.commit(positions));
  private readonly ending = new AbortController();
  private readonly joined = Promise.withResolvers<void>();
  private readonly crash = Promise.withResolvers<never>();
  private readonly limits: { maxBytes: number; maxMessages: number };
  private readonly consumer: Consumer;
  private readonly cluster: LowLevelCluster;
  private heardAtMs = Date.now();
  /** Rejects when kafkajs gave up, or a handler said that no retry mends its error. */
  readonly over: Promise<never> = this.crash.promise;

  constructor(
    kafka: Kafka,
    readonly topics: string[],
    private readonly options: SubscribeOptions,
    private readonly handler: BatchHandler,
    private readonly settings: SessionSettings,
  ) {
    this.limits = { maxBytes: options.maxBytes ?? BATCH_BYTES, maxMessages: options.maxMessages ?? BATCH_MESSAGES };
    const fetchBytes = Math.ceil(this.limits.maxBytes / 2);
    const { consumer, cluster } = consumerWithCluster(kafka, {
      groupId: options.group,
      partitionAssigners: [memberAssigner],
      sessionTimeout: settings.sessionTimeoutMs,
      rebalanceTimeout: 60_000,
      heartbeatInterval: settings.heartbeatIntervalMs,
      allowAutoTopicCreation: false,
      maxBytesPerPartition: fetchBytes,
      maxBytes: Math.max(fetchBytes, 16 * 1024 * 1024),
      // When gathering is asked for, Kafka answers at a full fetch or when the time is over.
      minBytes: options.maxWaitMs === undefined ? 1 : fetchBytes,
      maxWaitTimeInMs: options.maxWaitMs ?? 250,
      metadataMaxAge: 30_000,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 4, restartOnFailure: async () => false },
    });
    this.consumer = consumer;
    this.cluster = cluster;
    this.over.catch(() => undefined);
    beforeJoin(cluster, (expelled) => this.handOver(expelled));
    consumer.on('consumer.crash', ({ payload }) => this.crash.reject(payload.error));
    consumer.on('consumer.group_join', ({ payload }) => this.assigned(payload.memberId, payload.memberAssignment));
    consumer.on('consumer.heartbeat', () => {
      this.heardAtMs = Date.now();
    });
  }

  /** Resolves once it is a member of the group; rejects when that failed. */
  async join(): Promise<void> {
    await this.consumer.connect();
    await this.askForGroup();
    await this.dismissDeparted();
    await this.consumer.subscribe({ topics: this.topics, fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 64,
      eachBatch: (payload) => this.take(payload),
    });
    // `run` resolves also when joining failed; then the crash has been told.
    await Promise.race([this.joined.promise, this.over]);
  }

  /** kafkajs says only that it found no coordinator, also when the reason is that we may not use this group. */
  private async askForGroup(): Promise<void> {
    await this.cluster.refreshMetadata();
    const broker = await this.cluster.findControllerBroker();
    await broker.findGroupCoordinator({ groupId: this.options.group, coordinatorType: 0 });
  }

  private async dismissDeparted(): Promise<void> {
    const { group } = this.options;
    try {
      const departed = await dismissDeparted(this.cluster, group, this.settings.formerMembers);
      for (const memberId of departed) this.settings.formerMembers.delete(memberId);
      if (departed.length > 0) this.logger.log({ group, departed }, 'left the group for members that are gone');
    } catch (error) {
      // Without it their sessions time out, as they would anyway.
      this.logger.debug({ group, reason: String(error) }, 'could not look for departed members');
    }
  }

  /** Finishes the batches in hand, commits, leaves the group. */
  async close(): Promise<void> {
    const workers = [...this.workers.values()];
    await Promise.all(workers.map((worker) => worker.release()));
    await this.committer.flush();
    this.ending.abort();
    for (const worker of workers) worker.revoke();
    for (const go of [...this.rooms.values()]) go();
    await this.consumer.disconnect().catch((error) => this.logger.debug({ reason: String(error) }, 'consumer did not disconnect cleanly'));
  }

  status() {
    return [...this.workers.values()].map((worker) => worker.status());
  }

  /** Asks for the ends of the partitions: from a consumer that hangs nothing comes, and yet it must show its lag. */
  async refreshEnds(): Promise<void> {
    for (const [topic, workers] of Map.groupBy(this.workers.values(), (worker) => worker.topic)) {
      const partitions = workers.map(({ partition }) => partition);
      const ends = await topicOffsets(this.cluster, topic, partitions);
      for (const [at, worker] of workers.entries()) worker.sawEnd(ends[at]!.end);
    }
  }

  /** Every rebalance takes all partitions away first. What is in hand is finished and committed, unless they are gone already. */
  private async handOver(expelled: boolean): Promise<void> {
    const workers = [...this.workers.values()];
    if (workers.length === 0) return;
    if (expelled) for (const worker of workers) worker.revoke();
    const finished = Promise.all(workers.map((worker) => worker.release())).then(() => this.committer.flush());
    // No longer than the group believes us alive.
    await Promise.race([finished, pause(this.settings.sessionTimeoutMs * 0.6, this.ending.signal)]);
    for (const worker of workers) worker.revoke();
  }

  /** Called by kafkajs in the same turn as the assignment: paused now, nothing is fetched before the position is known. */
  private assigned(memberId: string, assignment: Record<string, number[]>): void {
    this.settings.formerMembers.add(memberId);
    this.heardAtMs = Date.now();
    const earlier = new Map(this.workers);
    this.workers.clear();
    for (const [topic, partitions] of Object.entries(assignment)) {
      if (partitions.length > 0) this.consumer.pause([{ topic, partitions }]);
      for (const partition of partitions) void this.open(topic, partition, earlier.get(`${topic}/${partition}`));
    }
    this.joined.resolve();
  }

  private async open(topic: string, partition: number, earlier: PartitionWorker | undefined): Promise<void> {
    const worker = new PartitionWorker(topic, partition, this.workerDuties());
    this.workers.set(`${topic}/${partition}`, worker);
    // A handler that outlived the hand-over would work beside its successor on the same partition.
    await earlier?.release();
    for (let attempt = 0; worker.isOpen(); attempt++) {
      try {
        return await this.position(worker);
      } catch (error) {
        const waitMs = backOffMs(attempt);
        this.logger.warn({ topic, partition, waitMs, reason: String(error) }, 'position not known, asked again');
        await pause(waitMs, this.ending.signal);
      }
    }
  }

  private workerDuties(): WorkerDuties {
    return {
      handler: this.handler,
      limits: this.limits,
      handled: (topic, partition, position) => this.committer.handled(topic, partition, position),
      putAside: (topic, partition, message, reason) => this.settings.putAside(topic, partition, message, reason),
      ...(this.options.startAt && { restart: (worker: PartitionWorker) => this.position(worker) }),
      roomMade: (worker) => this.resume(worker),
      isLost: () => Date.now() - this.heardAtMs > this.settings.sessionTimeoutMs,
      fatal: (error) => this.crash.reject(new HandlerGaveUp(error)),
    };
  }

  /** Sets the worker and the fetching to where the consumer stands. */
  private async position(worker: PartitionWorker): Promise<void> {
    const { topic, partition } = worker;
    const { group, startAt } = this.options;
    const start = startAt ? await startAt(topic, partition) : await committedPosition(this.cluster, group, topic, partition);
    const [offsets] = await topicOffsets(this.cluster, topic, [partition]);
    if (!worker.isOpen()) return;
    const { earliest, end } = offsets!;
    if (start !== undefined && start < earliest) {
      this.logger.error(
        { topic, partition, position: String(start), earliest: String(earliest) },
        'messages were deleted before they were read',
      );
    }
    const position = start === undefined || start < earliest ? earliest : start;
    worker.restartAt(position);
    worker.sawEnd(end);
    this.consumer.seek({ topic, partition, offset: String(position) });
    this.resume(worker);
  }

  private resume(worker: PartitionWorker): void {
    const { topic, partition } = worker;
    if (!worker.isOpen() || !worker.hasRoom() || this.workers.get(`${topic}/${partition}`) !== worker) return;
    this.rooms.get(worker)?.();
    const paused = this.consumer.paused().some((one) => one.topic === topic && one.partitions.includes(partition));
    if (paused) this.consumer.resume([{ topic, partitions: [partition] }]);
  }

  private async take({ batch, resolveOffset, isStale, isRunning, pause: pauseFetching }: EachBatchPayload): Promise<void> {
    const worker = this.workers.get(`${batch.topic}/${batch.partition}`);
    if (!worker || !isRunning() || isStale()) return;
    worker.offer(batch.messages.map(toIncoming), BigInt(batch.highWatermark));
    const last = batch.messages.at(-1);
    if (last) resolveOffset(last.offset);
    if (!worker.hasRoom()) await this.room(worker);
    if (!worker.hasRoom() && worker.isOpen()) pauseFetching();
  }

  private room(worker: PartitionWorker): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.rooms.delete(worker);
        resolve();
      };
      const timer = setTimeout(go, WAIT_FOR_ROOM_MS);
      this.rooms.set(worker, go);
    });
  }

  private async commit(positions: { topic: string; partition: number; position: bigint }[]): Promise<void> {
    await this.consumer.commitOffsets(positions.map(({ topic, partition, position }) => ({ topic, partition, offset: String(position) })));
  }
}
