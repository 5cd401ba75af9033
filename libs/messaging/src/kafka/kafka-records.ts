import type { KafkaMessage } from 'kafkajs';
import type { IncomingMessage } from '../event-log.js';
import type { FetchedRecord } from './low-level-cluster.js';

/** A record as Kafka gave it. A header that stands there several times keeps its last value. */
export function toIncoming(record: FetchedRecord | KafkaMessage): IncomingMessage {
  const headers: Record<string, string> = {};
  for (const name in record.headers) {
    const value = record.headers[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined && last !== null) headers[name] = String(last);
  }
  return {
    offset: BigInt(record.offset),
    key: record.key === null ? undefined : record.key.toString(),
    value: record.value ?? Buffer.alloc(0),
    headers,
    timestampMs: Number(record.timestamp),
  };
}
