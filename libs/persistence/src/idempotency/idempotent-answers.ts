import { createHash } from 'node:crypto';
import type { Transaction } from '../transaction.js';

/** Repeats that come later than this are taken as new requests. */
const ANSWERS_KEPT_MS = 7 * 86_400_000;

/** A request that can be repeated: whose, by which key, and a fingerprint of what it asks for. */
export interface RepeatableRequest {
  /** Empty: of the scheme. */
  provider: string;
  subject: string;
  key: string;
  fingerprint: string;
}

export type EarlierAnswer<Answer> = { answer: Answer } | 'other-request' | undefined;

/** SQL for a migration: answers of requests that came with an Idempotency-Key, for their repeats. No personal data stands in one. */
export const idempotentAnswerTable = `
  create table idempotent_answer (
    provider text collate "C" not null,
    subject text collate "C" not null,
    key text collate "C" not null,
    fingerprint text not null,
    answer jsonb not null,
    answered_at_ms bigint not null,
    primary key (provider, subject, key)
  );
  create index idempotent_answer_by_age on idempotent_answer (answered_at_ms);`;

/** A repeat that comes while the first is still at work waits for it until `tx` ends, and then has its answer. */
export async function earlierAnswer<Answer>(
  tx: Transaction,
  { provider, subject, key, fingerprint }: RepeatableRequest,
): Promise<EarlierAnswer<Answer>> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 5))', [JSON.stringify([provider, subject, key])]);
  const [row] = await tx.query<{ fingerprint: string; answer: Answer }>(
    'select fingerprint, answer from idempotent_answer where provider = $1 and subject = $2 and key = $3',
    [provider, subject, markOf(key)],
  );
  if (row === undefined) return undefined;
  return row.fingerprint === fingerprint ? { answer: row.answer } : 'other-request';
}

export async function keepAnswer(tx: Transaction, request: RepeatableRequest, answer: object, nowMs: number): Promise<void> {
  const { provider, subject, key, fingerprint } = request;
  await tx.query('delete from idempotent_answer where answered_at_ms < $1', [nowMs - ANSWERS_KEPT_MS]);
  await tx.query(
    'insert into idempotent_answer (provider, subject, key, fingerprint, answer, answered_at_ms) values ($1, $2, $3, $4, $5, $6)',
    [provider, subject, markOf(key), fingerprint, JSON.stringify(answer), nowMs],
  );
}

/** Clients make keys of what they know, names of customers among it: a key is compared and never read again. */
const markOf = (key: string): string => createHash('sha256').update(key).digest('hex');
