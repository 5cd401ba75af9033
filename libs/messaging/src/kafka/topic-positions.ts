import type { LowLevelCluster } from './low-level-cluster.js';

/** First and next offset of every partition of a topic. */
export async function topicOffsets(
  cluster: LowLevelCluster,
  topic: string,
  partitions: number[],
): Promise<{ partition: number; earliest: bigint; end: bigint }[]> {
  const asked = partitions.map((partition) => ({ partition }));
  const [earliest, end] = await Promise.all(
    [true, false].map(async (fromBeginning) => {
      const [answer] = await cluster.fetchTopicsOffset([{ topic, partitions: asked, fromBeginning }]);
      return new Map(answer?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
    }),
  );
  return partitions.map((partition) => ({ partition, earliest: earliest!.get(partition) ?? 0n, end: end!.get(partition) ?? 0n }));
}

/** The group's committed position, or nothing where it never committed. */
export async function committedPosition(
  cluster: LowLevelCluster,
  groupId: string,
  topic: string,
  partition: number,
): Promise<bigint | undefined> {
  const coordinator = await cluster.findGroupCoordinator({ groupId });
  const { responses } = await coordinator.offsetFetch({ groupId, topics: [{ topic, partitions: [{ partition }] }] });
  const offset = responses[0]?.partitions[0]?.offset;
  return offset === undefined || BigInt(offset) < 0n ? undefined : BigInt(offset);
}
