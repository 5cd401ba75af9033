import { byteaArray, int4Array, textArray } from '../binary-array.js';
import type { Transaction } from '../transaction.js';

/** A message as the event log takes it. Written here again, because persistence knows nothing of messaging's adapters. */
export interface OutboxMessage {
  key: string;
  value: Uint8Array;
  headers?: Record<string, string>;
  partition?: number;
}

/**
 * SQL for a migration: the app's outbox. A message is a row from the transaction that made it until the event log has it durably.
 * A trigger wakes the relay, so that no writer can forget to. `content_hash` is the SHA-256 of the value.
 */
export const outboxTable = `
  create table outbox (
    id bigint generated always as identity primary key,
    topic text not null,
    key text not null,
    partition int,
    value bytea not null,
    headers jsonb not null default '{}',
    content_hash bytea not null,
    created_at timestamptz not null default now()
  ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
  create function outbox_notify() returns trigger language plpgsql as $$
    begin perform pg_notify('outbox_' || tg_table_schema, ''); return null; end $$;
  create trigger outbox_notify after insert on outbox for each statement execute function outbox_notify();`;

/** Puts messages into the app's outbox, in their order: they are published if and only if the transaction commits. */
export async function outbox(tx: Transaction, topic: string, messages: readonly OutboxMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.query(
    `insert into outbox (topic, key, partition, value, headers, content_hash)
     select $1, key, nullif(partition, -1), value, headers::jsonb, sha256(value)
     from unnest($2::text[], $3::int4[], $4::bytea[], $5::text[]) with ordinality as m (key, partition, value, headers, n) order by n`,
    [
      topic,
      textArray(messages.map((message) => message.key)),
      int4Array(messages.map((message) => message.partition ?? -1)),
      byteaArray(messages.map((message) => message.value)),
      textArray(messages.map((message) => JSON.stringify(message.headers ?? {}))),
    ],
  );
}
