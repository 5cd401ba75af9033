import type { Pool } from 'pg';
import type { TopicSpec } from '../event-log.js';

export interface KnownTopic {
  id: number;
  name: string;
  partitions: number;
}

/** Makes the topics that are missing and widens those that are narrower; never shrinks, never changes how long messages are kept. */
export async function makeTopics(pool: Pool, specs: TopicSpec[]): Promise<void> {
  await pool.query(
    `with wanted as (
       select * from unnest($1::text[], $2::int[], $3::bigint[]) as w (name, partitions, retention_ms)
     ), made as (
       insert into event_log.topic as t (name, partitions, retention_ms) select name, partitions, retention_ms from wanted order by name
       on conflict (name) do update set partitions = greatest(t.partitions, excluded.partitions)
       returning t.id, t.partitions
     )
     insert into event_log.partition (topic_id, partition)
     select id, n from made, generate_series(0, partitions - 1) as n order by 1, 2
     on conflict do nothing`,
    [specs.map(({ name }) => name), specs.map(({ partitions }) => partitions), specs.map(({ retentionMs }) => retentionMs ?? null)],
  );
}

export async function knownTopics(pool: Pool): Promise<KnownTopic[]> {
  const { rows } = await pool.query<KnownTopic>('select id, name, partitions from event_log.topic order by name');
  return rows;
}

export interface PartitionEnds {
  partition: number;
  earliest: bigint;
  end: bigint;
}

export async function partitionEnds(pool: Pool, topicId: number): Promise<PartitionEnds[]> {
  const { rows } = await pool.query<{ partition: number; earliest: string; end: string }>({
    name: 'event_log_ends',
    text: 'select partition, earliest_offset as earliest, next_offset as end from event_log.partition where topic_id = $1 order by partition',
    values: [topicId],
  });
  return rows.map(({ partition, earliest, end }) => ({ partition, earliest: BigInt(earliest), end: BigInt(end) }));
}
