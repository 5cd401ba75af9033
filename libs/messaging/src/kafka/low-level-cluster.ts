import { createRequire } from 'node:module';
import kafkajs, { type Consumer, type Kafka } from 'kafkajs';

const require = createRequire(import.meta.url);

/*
 * kafkajs offers no reading without a consumer group. Its consumers are built on a cluster object that can, and hand it
 * to their partition assigners: the only public door to it.
 */

export interface FetchedRecord {
  offset: string;
  key: Buffer | null;
  value: Buffer | null;
  timestamp: string;
  headers: Record<string, Buffer | string | undefined>;
  isControlRecord: boolean;
}

export interface FetchedPartition {
  partition: number;
  highWatermark: string;
  messages: FetchedRecord[];
}

export interface LowLevelBroker {
  fetch(request: {
    maxWaitTime: number;
    minBytes: number;
    maxBytes: number;
    isolationLevel: number;
    topics: { topic: string; partitions: { partition: number; fetchOffset: string; maxBytes: number }[] }[];
  }): Promise<{ responses: { topicName: string; partitions: FetchedPartition[] }[] }>;
  offsetFetch(request: { groupId: string; topics: { topic: string; partitions: { partition: number }[] }[] }): Promise<{
    responses: { topic: string; partitions: { partition: number; offset: string }[] }[];
  }>;
  describeGroups(request: { groupIds: string[] }): Promise<{ groups: { members?: { memberId: string; clientId: string }[] }[] }>;
  findGroupCoordinator(request: { groupId: string; coordinatorType: number }): Promise<unknown>;
  leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
  connectionPool: { send(request: { request: unknown; response: unknown }): Promise<unknown> };
}

export interface LowLevelCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  removeBroker(address: { host: string; port: number }): void;
  findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[];
  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]>;
  findBroker(node: { nodeId: string }): Promise<LowLevelBroker>;
  findControllerBroker(): Promise<LowLevelBroker>;
  findGroupCoordinator(group: { groupId: string }): Promise<LowLevelBroker>;
  fetchTopicsOffset(
    topics: { topic: string; partitions: { partition: number }[]; fromBeginning: boolean }[],
  ): Promise<{ topic: string; partitions: { partition: number; offset: string }[] }[]>;
}

export const READ_COMMITTED = 1;

export interface RecordBatch {
  messages: FetchedRecord[];
  lastOffset(): string;
  isEmptyIncludingFiltered(): boolean;
}

/** Drops aborted and control records, and those below the asked offset (a broker answers whole batches). */
const Batch = require('kafkajs/src/consumer/batch') as new (topic: string, fetchOffset: string, partition: FetchedPartition) => RecordBatch;

export function visibleRecords(topic: string, fetchOffset: bigint, partition: FetchedPartition): RecordBatch {
  return new Batch(topic, String(fetchOffset), partition);
}

/** A cluster connection of its own that belongs to no group. Connects at the first `connect()`. */
export function openCluster(kafka: Kafka): LowLevelCluster {
  return consumerWithCluster(kafka, { groupId: 'unused' }).cluster;
}

/** A kafkajs consumer and the cluster object below it. */
export function consumerWithCluster(
  kafka: Kafka,
  config: Parameters<Kafka['consumer']>[0] & object,
): { consumer: Consumer; cluster: LowLevelCluster } {
  let cluster: LowLevelCluster | undefined;
  const [given = kafkajs.PartitionAssigners.roundRobin] = config.partitionAssigners ?? [];
  const consumer = kafka.consumer({
    ...config,
    partitionAssigners: [
      (assignerConfig) => {
        cluster = assignerConfig.cluster as unknown as LowLevelCluster;
        return given(assignerConfig);
      },
    ],
  });
  if (!cluster) throw new Error('kafkajs no longer builds its assigners with the consumer');
  return { consumer, cluster };
}
