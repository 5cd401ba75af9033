export interface GroupMember {
  member: string;
  topics: string[];
}

export interface GroupPartition {
  topic: string;
  partition: number;
  owner: string | undefined;
}

/**
 * What a member should take and give away so that each topic's partitions are shared evenly among those who want it.
 * Every member computes it for itself from the same rows; nobody takes what another still holds.
 */
export function moves(
  me: string,
  members: readonly GroupMember[],
  partitions: readonly GroupPartition[],
): { take: GroupPartition[]; give: GroupPartition[] } {
  const take: GroupPartition[] = [];
  const give: GroupPartition[] = [];
  for (const [topic, ofTopic] of Map.groupBy(partitions, (one) => one.topic)) {
    const wanting = members.filter(({ topics }) => topics.includes(topic)).map(({ member }) => member);
    const mine = ofTopic.filter(({ owner }) => owner === me).sort((a, b) => a.partition - b.partition);
    const quota = quotaOf(me, wanting, ofTopic.length, topic);
    give.push(...mine.slice(quota));
    const free = ofTopic.filter(({ owner }) => owner === undefined).sort((a, b) => a.partition - b.partition);
    take.push(...free.slice(0, Math.max(0, quota - mine.length)));
  }
  return { take, give };
}

/** Whole shares, and one more for the first few; who is first differs by topic, else topics of one partition would all go to one member. */
function quotaOf(me: string, wanting: readonly string[], partitions: number, topic: string): number {
  const place = [...wanting].sort().indexOf(me);
  if (place === -1) return 0;
  const turned = (place + sumOfCodes(topic)) % wanting.length;
  return Math.floor(partitions / wanting.length) + (turned < partitions % wanting.length ? 1 : 0);
}

function sumOfCodes(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) % 1_000_003;
  return sum;
}
