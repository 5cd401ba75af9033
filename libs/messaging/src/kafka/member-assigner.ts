import kafkajs, { type PartitionAssigner } from 'kafkajs';

const { AssignerProtocol } = kafkajs;

/**
 * Shares partitions among the members that want their topic. kafkajs' own assigner gives every topic of the leader to
 * everybody: while members learn of a new topic one after the other, its messages would lie where nobody reads them.
 */
export const memberAssigner: PartitionAssigner = ({ cluster }) => ({
  name: 'tidemark-by-topic',
  version: 0,

  async assign({ members, topics }) {
    const wanting = new Map<string, string[]>();
    for (const { memberId, memberMetadata } of [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : 1))) {
      for (const topic of AssignerProtocol.MemberMetadata.decode(memberMetadata)?.topics ?? [])
        wanting.set(topic, [...(wanting.get(topic) ?? []), memberId]);
    }
    const known = new Map(topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId)]));
    return [...share(wanting, known)].map(([memberId, assignment]) => ({
      memberId,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({ version: 0, assignment, userData: Buffer.alloc(0) }),
    }));
  },

  protocol({ topics }) {
    return {
      name: 'tidemark-by-topic',
      metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: Buffer.alloc(0) }),
    };
  },
});

/** Each partition to the member with the fewest so far, of those that want its topic. Answers an entry for every member. */
export function share(
  wanting: ReadonlyMap<string, string[]>,
  partitions: ReadonlyMap<string, number[]>,
): Map<string, Record<string, number[]>> {
  const shares = new Map<string, Record<string, number[]>>([...wanting.values()].flat().map((member) => [member, {}]));
  const counts = new Map<string, number>();
  for (const [topic, ids] of [...partitions].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const partition of [...ids].sort((a, b) => a - b)) {
      const candidates = wanting.get(topic) ?? [];
      const member = candidates.reduce<string | undefined>(
        (least, one) => (least === undefined || (counts.get(one) ?? 0) < (counts.get(least) ?? 0) ? one : least),
        undefined,
      );
      if (member === undefined) continue;
      counts.set(member, (counts.get(member) ?? 0) + 1);
      const assigned = shares.get(member)!;
      assigned[topic] = [...(assigned[topic] ?? []), partition];
    }
  }
  return shares;
}
