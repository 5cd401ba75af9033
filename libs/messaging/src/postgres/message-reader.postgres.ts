import type { Pool } from 'pg';
import type { IncomingMessage } from '../event-log.js';
import { copyOut } from './copy-out.postgres.js';

export interface ReadLimits {
  maxMessages: number;
  /** Sum of the values. At least one message is answered, however large. */
  maxBytes: number;
}

/**
 * Messages of a partition from an offset, in order. By COPY in binary: node-postgres knows rows only as text, where every
 * byte of a value costs three.
 */
export async function readMessages(
  pool: Pool,
  topicId: number,
  partition: number,
  from: bigint,
  limits: ReadLimits,
): Promise<IncomingMessage[]> {
  const sql = `copy (
    select "offset", appended_at_ms, key, headers, value from (
      select *, sum(octet_length(value)) over (order by "offset") - octet_length(value) as before
      from event_log.message
      where topic_id = ${whole(topicId)} and partition = ${whole(partition)} and "offset" >= ${whole(from)}
      order by "offset" limit ${whole(limits.maxMessages)}
    ) as m where before < ${whole(limits.maxBytes)} order by "offset"
  ) to stdout (format binary)`;
  return decodeRows(await copyOut(pool, sql));
}

/** COPY takes no parameters, so only whole numbers may enter its text. */
function whole(value: number | bigint): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number`);
  return String(value);
}

/** "PGCOPY\n\xff\r\n\0", flags, length of the extension (none). */
const HEADER_BYTES = 19;

/** Binary COPY: per row int16 number of fields (-1: end), per field int32 length (-1: null) and its bytes. */
export function decodeRows(bytes: Buffer): IncomingMessage[] {
  const messages: IncomingMessage[] = [];
  let at = HEADER_BYTES;
  const field = (): Buffer | undefined => {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length === -1) return undefined;
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (bytes.readInt16BE(at) !== -1) {
    at += 2;
    const offset = field()!.readBigInt64BE();
    const timestampMs = Number(field()!.readBigInt64BE());
    const key = field()?.toString();
    const headers = field();
    messages.push({
      offset,
      key,
      value: field()!,
      headers: headers ? (JSON.parse(headers.toString()) as Record<string, string>) : {},
      timestampMs,
    });
  }
  return messages;
}
