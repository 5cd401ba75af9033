import { randomUUID } from 'node:crypto';
import type { Transaction, Transactions } from '@tidemark/persistence';
import { decidePerson, type PersonCommand } from './decide-person.js';
import { hashOf, newToken } from './one-time.js';
import type { Invitation, People, RecordedFact } from './people.port.js';
import { refusePerson } from './people.refusals.js';
import { evolve, type Person, type PersonFact } from './person.model.js';
import { endSessions } from './sessions.postgres.js';

const INVITATION_MS = 72 * 60 * 60_000;

export interface PersonRow {
  id: string;
  username: string;
  name: string;
  role: Person['role'];
  provider: string | null;
  status: Person['status'];
  version: number;
}

export const PERSON_COLUMNS = 'id, username, name, role, provider, status, version';
export const personOf = ({ provider, ...row }: PersonRow): Person => ({ ...row, provider: provider ?? undefined });

export class PostgresPeople implements People {
  constructor(private readonly transactions: Transactions) {}

  find(id: string): Promise<Person | undefined> {
    return this.transactions.run((tx) => findBy(tx, 'id', id));
  }

  findByUsername(username: string): Promise<Person | undefined> {
    return this.transactions.run((tx) => findBy(tx, 'username', username));
  }

  async list(after: string | undefined, limit: number): Promise<Person[]> {
    const sql = `select ${PERSON_COLUMNS} from person where username > $1 order by username limit $2`;
    return (await this.transactions.run((tx) => tx.query<PersonRow>(sql, [after ?? '', limit]))).map(personOf);
  }

  async history(id: string): Promise<RecordedFact[]> {
    const sql = 'select fact, actor, known_at_ms from person_fact where person = $1 order by id';
    const rows = await this.transactions.run((tx) => tx.query<{ fact: PersonFact; actor: string; known_at_ms: string }>(sql, [id]));
    return rows.map(({ fact, actor, known_at_ms }) => ({ fact, actor, knownAtMs: Number(known_at_ms) }));
  }

  command(...[target, command, by]: Parameters<People['command']>): ReturnType<People['command']> {
    return this.transactions.run(async (tx) => {
      // One at a time: two administrators who take each other's rights away at once must not both succeed.
      await tx.query('lock table person in share row exclusive mode');
      const actor = await findBy(tx, 'id', by.actor);
      if (actor && actor.status !== 'active') return refusePerson('PERSON_DISABLED', 'You were disabled meanwhile.');
      const person = 'id' in target ? await findBy(tx, 'id', target.id) : await findBy(tx, 'username', target.username);
      if (person && by.version !== undefined && by.version !== person.version)
        return refusePerson('PERSON_CHANGED', `It is version ${person.version} now.`);
      const decided = decidePerson(command, person, by.actor);
      if ('refused' in decided) return decided;
      const after = await apply(tx, person, person?.id ?? randomUUID(), decided.fact, by);
      if (person) await endSessions(tx, after.id, by);
      if (!linkNeeded(command)) return { person: after };
      return { person: after, invitation: await invite(tx, after.id, by.nowMs) };
    });
  }

  async record(id: string, fact: PersonFact, by: { actor: string; nowMs: number }): Promise<void> {
    await this.transactions.run(async (tx) => apply(tx, await findBy(tx, 'id', id), id, fact, by));
  }
}

const linkNeeded = ({ do: command }: PersonCommand): boolean => command === 'invite' || command === 'reset-factors';

export async function findBy(tx: Transaction, column: 'id' | 'username', value: string): Promise<Person | undefined> {
  if (column === 'id' && !/^[0-9a-f-]{36}$/.test(value)) return undefined;
  const [row] = await tx.query<PersonRow>(`select ${PERSON_COLUMNS} from person where ${column} = $1`, [value]);
  return row && personOf(row);
}

/** Records the fact and what it makes of the person. */
export async function apply(
  tx: Transaction,
  person: Person | undefined,
  id: string,
  fact: PersonFact,
  { actor, nowMs }: { actor: string; nowMs: number },
): Promise<Person> {
  const after = evolve(person, id, fact);
  const { username, name, role, provider, status, version } = after;
  await tx.query(
    `insert into person (${PERSON_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set name = $3, role = $4, provider = $5, status = $6, version = $7`,
    [id, username, name, role, provider ?? null, status, version],
  );
  await tx.query('insert into person_fact (person, fact, actor, known_at_ms) values ($1, $2, $3, $4)', [
    id,
    JSON.stringify(fact),
    actor,
    nowMs,
  ]);
  if (fact.kind === 'FACTORS_RESET') await forgetFactors(tx, id);
  if (fact.kind === 'DISABLED') await tx.query('delete from invitation where person = $1', [id]);
  return after;
}

async function forgetFactors(tx: Transaction, id: string): Promise<void> {
  await tx.query('update person set password_hash = null, sealed_totp = null where id = $1', [id]);
  await tx.query('delete from passkey where person = $1', [id]);
  await tx.query('delete from recovery_code where person = $1', [id]);
}

async function invite(tx: Transaction, person: string, nowMs: number): Promise<Invitation> {
  const invitation = { token: newToken(), expiresAtMs: nowMs + INVITATION_MS };
  await tx.query(
    `insert into invitation (token_hash, person, expires_at_ms) values ($1, $2, $3)
     on conflict (person) do update set token_hash = $1, expires_at_ms = $3, sealed_pending = null`,
    [hashOf(invitation.token), person, invitation.expiresAtMs],
  );
  return invitation;
}
