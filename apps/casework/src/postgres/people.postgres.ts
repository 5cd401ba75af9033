import { Injectable } from '@nestjs/common';
import type { Actor, Delegation, PersonId, RoleChange } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { PeopleRecords, type PersonStanding } from '../delegations/people-records.port.js';
import { asScheme } from './as-scheme.postgres.js';
import { type DelegationRow, delegationOf } from './delegation-rows.postgres.js';

interface SeenRow {
  role: string;
  provider: string;
  authority: string;
}

/** Which of a person's rows is the last one is told by its turn: two calls can come in one millisecond. */
const LAST = 'select role, provider, authority from person_seen where person = $1 order by turn desc limit 1';

@Injectable()
export class PostgresPeopleRecords extends PeopleRecords {
  async noteSeen(tx: Transaction, { person, role, provider = '', authority = '' }: Actor, nowMs: number): Promise<void> {
    await asScheme(tx);
    await lockPerson(tx, person);
    const last = await lastSeen(tx, person);
    const seen = { role, provider, authority };
    if (last !== undefined && isOther(last, seen)) await addChange(tx, `call/${person}/${await nextTurn(tx)}`, { person, ...seen }, nowMs);
    await markSeen(tx, { person, ...seen }, nowMs);
  }

  async noteStanding(tx: Transaction, id: string, { status, ...standing }: PersonStanding, atMs: number): Promise<void> {
    await lockPerson(tx, standing.person);
    const last = await lastSeen(tx, standing.person);
    // The first that is heard of somebody changes nothing; neither does a new name.
    if (last === undefined) await markSeen(tx, standing, atMs);
    else if (isOther(last, standing) || status === 'disabled') {
      await addChange(tx, id, status === 'disabled' ? { ...standing, role: status } : standing, atMs);
      await markSeen(tx, standing, atMs);
    }
  }

  async factsOf(tx: Transaction, persons: readonly PersonId[], sinceMs: number): ReturnType<PeopleRecords['factsOf']> {
    const changes = await tx.query<{ person: string; role: string; authority: string; at_ms: string }>(
      'select person, role, authority, at_ms from person_change where person = any($1) and at_ms >= $2 order by at_ms, id',
      [persons, sinceMs],
    );
    const delegations = await tx.query<DelegationRow>(
      'select * from delegation where (person = any($1) or deputy = any($1)) and coalesce(ended_at_ms, until_ms) >= $2 order by from_ms, id',
      [persons, sinceMs],
    );
    return { changes: changes.map(changeOf), delegations: delegations.map((row): Delegation => delegationOf(row)) };
  }

  async ofProviders(tx: Transaction, persons: readonly PersonId[], providers: readonly string[]): Promise<ReadonlySet<PersonId>> {
    if (providers.length === 0) return new Set();
    const rows = await tx.query<{ person: string }>(
      'select distinct person from person_seen where person = any($1) and provider = any($2)',
      [persons, providers],
    );
    return new Set(rows.map(({ person }) => person));
  }

  async standingOf(tx: Transaction, person: PersonId): Promise<Omit<PersonStanding, 'status'> | undefined> {
    const last = await lastSeen(tx, person);
    return last && { person, ...last };
  }
}

const changeOf = ({ person, role, authority, at_ms }: { person: string; role: string; authority: string; at_ms: string }): RoleChange => ({
  person,
  role,
  at: Number(at_ms),
  ...(authority === '' ? {} : { authority }),
});

/** Two calls of one person at once are taken one after the other: else neither would see the other's role. */
const lockPerson = (tx: Transaction, person: string) => tx.query('select pg_advisory_xact_lock(hashtextextended($1, 6))', [person]);

async function lastSeen(tx: Transaction, person: string): Promise<SeenRow | undefined> {
  const [row] = await tx.query<SeenRow>(LAST, [person]);
  return row;
}

async function nextTurn(tx: Transaction): Promise<string> {
  const [row] = await tx.query<{ turn: string }>(`select nextval('person_turn') as turn`);
  return row!.turn;
}

const isOther = (last: SeenRow, { role, provider, authority }: SeenRow): boolean =>
  last.role !== role || last.provider !== provider || last.authority !== authority;

async function addChange(tx: Transaction, id: string, { person, role, provider, authority }: SeenRow & { person: string }, atMs: number) {
  await tx.query(
    'insert into person_change (id, person, role, provider, authority, at_ms) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
    [id, person, role, provider, authority, atMs],
  );
}

async function markSeen(tx: Transaction, { person, role, provider, authority }: SeenRow & { person: string }, nowMs: number) {
  await tx.query(
    `insert into person_seen (person, role, provider, authority, first_seen_ms, last_seen_ms, turn)
     values ($1, $2, $3, $4, $5, $5, nextval('person_turn'))
     on conflict (person, role, provider, authority) do update
       set last_seen_ms = greatest(person_seen.last_seen_ms, excluded.last_seen_ms), turn = excluded.turn`,
    [person, role, provider, authority, nowMs],
  );
}
