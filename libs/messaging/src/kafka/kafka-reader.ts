import type { Kafka } from 'kafkajs';
import { EventLogError } from '../event-log.errors.js';
import type { IncomingMessage } from '../event-log.js';
import { isConnectionLoss } from './kafka-errors.js';
import { toIncoming } from './kafka-records.js';
import { type LowLevelCluster, openCluster, READ_COMMITTED, visibleRecords } from './low-level-cluster.js';
import { topicOffsets } from './topic-positions.js';

export interface FetchedMessages {
  partition: number;
  messages: IncomingMessage[];
  /** Where to fetch from next: also behind records that are not for readers. */
  next: bigint;
  end: bigint;
}

/** Reads partitions from any offset, without a group, over connections of its own. */
export class KafkaReader {
  private readonly cluster: LowLevelCluster;
  private connecting: Promise<void> | undefined;

  constructor(kafka: Kafka) {
    this.cluster = openCluster(kafka);
  }

  async partitions(topic: string): Promise<number[]> {
    return this.mending(async () => {
      await this.cluster.addMultipleTargetTopics([topic]);
      const known = this.cluster.findTopicPartitionMetadata(topic);
      if (known.length === 0) throw new EventLogError('UNKNOWN_TOPIC', `Kafka has no topic ${topic}`);
      return known.map(({ partitionId }) => partitionId).sort((a, b) => a - b);
    });
  }

  async offsets(topic: string): Promise<{ partition: number; earliest: bigint; end: bigint }[]> {
    const partitions = await this.partitions(topic);
    return this.mending(() => topicOffsets(this.cluster, topic, partitions));
  }

  /** One fetch of each partition from its offset; Kafka waits up to `waitMs` for the first byte. */
  async fetch(topic: string, from: ReadonlyMap<number, bigint>, waitMs: number, maxBytes: number): Promise<FetchedMessages[]> {
    return this.mending(async () => {
      await this.cluster.refreshMetadataIfNecessary();
      const leaders = Object.entries(this.cluster.findLeaderForPartitions(topic, [...from.keys()]));
      const answers = await Promise.all(
        leaders.map(([nodeId, partitions]) => this.fetchFrom(nodeId, topic, partitions, from, waitMs, maxBytes)),
      );
      return answers.flat();
    });
  }

  async close(): Promise<void> {
    await this.connecting?.catch(() => undefined);
    await this.cluster.disconnect();
  }

  private async fetchFrom(
    nodeId: string,
    topic: string,
    partitions: number[],
    from: ReadonlyMap<number, bigint>,
    waitMs: number,
    maxBytes: number,
  ) {
    const broker = await this.cluster.findBroker({ nodeId });
    const asked = partitions.map((partition) => ({ partition, fetchOffset: String(from.get(partition)), maxBytes }));
    const { responses } = await broker.fetch({
      maxWaitTime: waitMs,
      minBytes: 1,
      maxBytes: Math.max(maxBytes, 16 * 1024 * 1024),
      isolationLevel: READ_COMMITTED,
      topics: [{ topic, partitions: asked }],
    });
    return responses.flatMap((response) =>
      response.partitions.map((fetched): FetchedMessages => {
        const batch = visibleRecords(topic, from.get(fetched.partition)!, fetched);
        const next = batch.isEmptyIncludingFiltered() ? from.get(fetched.partition)! : BigInt(batch.lastOffset()) + 1n;
        return { partition: fetched.partition, messages: batch.messages.map(toIncoming), next, end: BigInt(fetched.highWatermark) };
      }),
    );
  }

  /** After any failure the next call begins with a fresh view of the cluster. */
  private async mending<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      this.connecting ??= this.cluster.connect();
      await this.connecting;
      return await work();
    } catch (error) {
      this.connecting = undefined;
      const lost = isConnectionLoss(error);
      if (lost) this.cluster.removeBroker(lost);
      await this.cluster.refreshMetadata().catch(() => undefined);
      throw error;
    }
  }
}
