import type { Pool } from 'pg';
import { type DeadLetter, type DeadLetters, REPLAYED_HEADER } from '../dead-letters.js';
import type { EventLog, IncomingMessage } from '../event-log.js';

interface Row {
  id: string;
  group: string;
  topic: string;
  partition: number;
  offset: string;
  key: string | null;
  headers: string | null;
  value: Buffer;
  reason: string;
  put_aside_at_ms: string;
  replayed_at_ms: string | null;
}

const COLUMNS = 'id, group_name as "group", topic, partition, "offset", key, headers, value, reason, put_aside_at_ms, replayed_at_ms';

/** Dead letters in a table beside the messages. */
export class PostgresDeadLetters implements DeadLetters {
  constructor(
    private readonly pool: Pool,
    private readonly log: EventLog,
  ) {}

  async putAside(group: string, topic: string, partition: number, message: IncomingMessage, reason: string): Promise<void> {
    const { offset, key, headers, value } = message;
    await this.pool.query(
      `insert into event_log.dead_letter (group_name, topic, partition, "offset", key, headers, value, reason, put_aside_at_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8, (extract(epoch from clock_timestamp()) * 1000)::bigint)`,
      [group, topic, partition, offset, key ?? null, JSON.stringify(headers), value, reason.replaceAll('\u0000', '\\u0000')],
    );
  }

  async list({ replayedToo = false, limit = 1_000 } = {}): Promise<DeadLetter[]> {
    const { rows } = await this.pool.query<Row>(
      `select ${COLUMNS} from event_log.dead_letter where $1 or replayed_at_ms is null order by id limit $2`,
      [replayedToo, limit],
    );
    return rows.map(toLetter);
  }

  async replay(id: string) {
    if (!/^\d{1,18}$/.test(id)) return undefined;
    const { rows } = await this.pool.query<Row>(`select ${COLUMNS} from event_log.dead_letter where id = $1`, [id]);
    if (!rows[0]) return undefined;
    const { topic, partition, key, value, headers } = toLetter(rows[0]);
    const [position] = await this.log.append(topic, [{ key: key ?? '', value, partition, headers: { ...headers, [REPLAYED_HEADER]: id } }]);
    await this.pool.query(
      'update event_log.dead_letter set replayed_at_ms = (extract(epoch from clock_timestamp()) * 1000)::bigint where id = $1',
      [id],
    );
    return position;
  }
}

function toLetter({ id, group, topic, partition, offset, key, headers, value, reason, put_aside_at_ms, replayed_at_ms }: Row): DeadLetter {
  return {
    id,
    group,
    topic,
    partition,
    offset: BigInt(offset),
    key: key ?? undefined,
    headers: headers === null ? {} : (JSON.parse(headers) as Record<string, string>),
    value,
    reason,
    putAsideAtMs: Number(put_aside_at_ms),
    ...(replayed_at_ms !== null && { replayedAtMs: Number(replayed_at_ms) }),
  };
}
