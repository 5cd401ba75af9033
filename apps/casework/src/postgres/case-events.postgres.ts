import { type CaseEvent, type CaseState, foldCase, NO_CASE } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { SealingKeys } from '@tidemark/sealing';
import { type CaseKeys, FIRST_HASH, keepEvent, openEvent, personalKeyOf, recordKeyOf } from '../case-log/event-words.js';

interface EventRow {
  sequence: number;
  facts: object;
  record: Buffer | null;
  personal: Buffer | null;
  hash: Buffer;
}

export interface LoadedCase {
  state: CaseState;
  keys: CaseKeys;
  lastHash: Buffer;
  /** When the last entry was made; 0: there is none. */
  lastAtMs: number;
}

export async function keysOf(tx: Transaction, sealing: SealingKeys, id: string): Promise<CaseKeys> {
  const keys = await sealing.findAll(tx, [recordKeyOf(id), personalKeyOf(id)]);
  return { record: keys.get(recordKeyOf(id)), personal: keys.get(personalKeyOf(id)) };
}

/** The whole log, folded. A case that is not there is NO_CASE. */
export async function loadCase(tx: Transaction, sealing: SealingKeys, id: string): Promise<LoadedCase> {
  const keys = await keysOf(tx, sealing, id);
  const rows = await eventRows(tx, id, 0, 1_000_000);
  const events = rows.map((row) => openEvent(row.sequence, row, keys));
  return { state: foldCase(events, { ...NO_CASE, id }), keys, lastHash: rows.at(-1)?.hash ?? FIRST_HASH, lastAtMs: events.at(-1)?.at ?? 0 };
}

export function eventRows(tx: Transaction, id: string, after: number, limit: number): Promise<EventRow[]> {
  return tx.query<EventRow>(
    'select sequence, facts, record, personal, hash from case_event where case_id = $1 and sequence > $2 order by sequence limit $3',
    [id, after, limit],
  );
}

/** In one statement. `loaded` is the case before them. */
export async function appendEvents(tx: Transaction, { state, keys, lastHash }: LoadedCase, events: readonly CaseEvent[]): Promise<void> {
  let previous = lastHash;
  const rows = events.map((event, n) => {
    const kept = keepEvent(event, state.version + n + 1, keys, previous);
    previous = kept.hash;
    return { ...kept, event };
  });
  await tx.query(
    `insert into case_event (case_id, sequence, type, at_ms, by_person, facts, record, record_hash, personal, personal_hash, hash)
     select $1, $2 + n, type, at_ms, by_person, facts, record, record_hash, personal, personal_hash, hash
     from unnest($3::text[], $4::bigint[], $5::text[], $6::jsonb[], $7::bytea[], $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[])
       with ordinality as t (type, at_ms, by_person, facts, record, record_hash, personal, personal_hash, hash, n)`,
    [
      state.id,
      state.version,
      rows.map(({ event }) => event.type),
      rows.map(({ event }) => event.at),
      rows.map(({ event }) => event.by),
      rows.map(({ facts }) => JSON.stringify(facts)),
      rows.map(({ record }) => record),
      rows.map(({ recordHash }) => recordHash),
      rows.map(({ personal }) => personal),
      rows.map(({ personalHash }) => personalHash),
      rows.map(({ hash }) => hash),
    ],
  );
}
