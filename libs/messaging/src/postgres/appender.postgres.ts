import { byteaArray, textArray } from '@tidemark/persistence';
import type { Pool } from 'pg';
import type { OutgoingMessage } from '../event-log.js';

/** Appends to one partition in one statement, which is one transaction, and answers the offset of the first message. */
export async function appendMessages(pool: Pool, topicId: number, partition: number, messages: OutgoingMessage[]): Promise<bigint> {
  const { rows } = await pool.query<{ first: string }>({
    name: 'event_log_append',
    text: `with place as (
             update event_log.partition set next_offset = next_offset + $3::int
             where topic_id = $1 and partition = $2
             returning next_offset - $3::int as first, (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms
           ), written as (
             insert into event_log.message (topic_id, partition, "offset", appended_at_ms, key, headers, value)
             select $1, $2, place.first + m.at - 1, place.now_ms, m.key, m.headers, m.value
             from place, unnest($4::text[], $5::text[], $6::bytea[]) with ordinality as m (key, headers, value, at)
           )
           select first from place`,
    values: [
      topicId,
      partition,
      messages.length,
      textArray(messages.map(({ key }) => key)),
      textArray(messages.map(({ headers }) => (headers ? JSON.stringify(headers) : undefined))),
      byteaArray(messages.map(({ value }) => value)),
    ],
  });
  if (!rows[0]) throw new Error(`Partition ${partition} of topic ${topicId} is not in the event log`);
  return BigInt(rows[0].first);
}
