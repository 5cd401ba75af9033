import type { Pool } from 'pg';

const DELETED_AT_ONCE = 1_000;

/**
 * Deletes what is older than its topic keeps it, from the front of each partition and in small steps, so that it never
 * holds up an append for long. Answers how many messages went.
 */
export async function deleteExpired(pool: Pool, nowMs: number): Promise<number> {
  const { rows } = await pool.query<{ topic_id: number; partition: number; cutoff_ms: string }>(
    `select t.id as topic_id, p.partition, $1::bigint - t.retention_ms as cutoff_ms
     from event_log.topic t join event_log.partition p on p.topic_id = t.id
     where t.retention_ms is not null and p.earliest_offset < p.next_offset`,
    [nowMs],
  );
  let deleted = 0;
  for (const row of rows) {
    for (let step = DELETED_AT_ONCE; step === DELETED_AT_ONCE; deleted += step) step = await deleteStep(pool, row);
  }
  return deleted;
}

async function deleteStep(
  pool: Pool,
  { topic_id, partition, cutoff_ms }: { topic_id: number; partition: number; cutoff_ms: string },
): Promise<number> {
  const { rows } = await pool.query<{ deleted: number }>(
    `with front as (
       select "offset", appended_at_ms from event_log.message where topic_id = $1 and partition = $2 order by "offset" limit $4
     ), expired as (
       -- Only up to the first that is young enough: a clock that went back must not leave a hole.
       select "offset" from front where "offset" < coalesce((select min("offset") from front where appended_at_ms >= $3), 9223372036854775807)
     ), gone as (
       delete from event_log.message m using expired e where m.topic_id = $1 and m.partition = $2 and m."offset" = e."offset" returning m."offset"
     ), moved as (
       update event_log.partition set earliest_offset = greatest(earliest_offset, (select max("offset") + 1 from gone))
       where topic_id = $1 and partition = $2 and exists (select from gone)
     )
     select count(*)::int as deleted from gone`,
    [topic_id, partition, cutoff_ms, DELETED_AT_ONCE],
  );
  return rows[0]!.deleted;
}
