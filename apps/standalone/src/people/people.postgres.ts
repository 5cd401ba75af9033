import { randomUUID } from 'node:crypto';
import type { Transaction, Transactions } from '@tidemark/persistence';
import { decidePerson, type PersonCommand } from './decide-person.js';
import { hashOf, newToken } from './one-time.js';
import type { Invitation, People, RecordedFact } from './people.port.js';
import { refusePerson } from './people.refusals.js';
import type { Person, PersonFact } from './person.model.js';
import { PERSON_COLUMNS, type PersonRow, type PersonRows } from './person-rows.postgres.js';
import { endSessions } from './sessions.postgres.js';

const INVITATION_MS = 72 * 60 * 60_000;

export class PostgresPeople implements People {
  constructor(
    private readonly transactions: Transactions,
    private readonly rows: PersonRows,
  ) {}

  find(id: string): Promise<Person | undefined> {
    return this.transactions.run((tx) => this.rows.find(tx, id));
  }

  findByUsername(username: string): Promise<Person | undefined> {
    return this.transactions.run((tx) => this.rows.findByUsername(tx, username));
  }

  async list(after: number, limit: number): Promise<{ person: Person; number: number }[]> {
    const sql = `select ${PERSON_COLUMNS}, number from person where number > $1 order by number limit $2`;
    const rows = await this.transactions.run((tx) => tx.query<PersonRow & { number: string }>(sql, [after, limit]));
    return rows.map(({ number, ...row }) => ({ person: this.rows.personOf(row), number: Number(number) }));
  }

  history(id: string): Promise<RecordedFact[]> {
    return this.transactions.run((tx) => this.rows.facts(tx, id));
  }

  command(...[target, command, by]: Parameters<People['command']>): ReturnType<People['command']> {
    return this.transactions.run(async (tx) => {
      // One at a time: two administrators who take each other's rights away at once must not both succeed.
      await tx.query('lock table person in share row exclusive mode');
      const actor = await this.rows.find(tx, by.actor);
      if (actor && actor.status !== 'active') return refusePerson('PERSON_DISABLED', 'You were disabled meanwhile.');
      const person = 'id' in target ? await this.rows.find(tx, target.id) : await this.rows.findByUsername(tx, target.username);
      if (person && by.version !== undefined && by.version !== person.version)
        return refusePerson('PERSON_CHANGED', `It is version ${person.version} now.`);
      const decided = decidePerson(command, person, by.actor);
      if ('refused' in decided) return decided;
      const after = await this.rows.apply(tx, person, person?.id ?? randomUUID(), decided.fact, by);
      await endWhatEnds(tx, after.id, decided.fact);
      if (person) await endSessions(tx, this.rows, after.id, by);
      if (!linkNeeded(command)) return { person: after };
      return { person: after, invitation: await invite(tx, after.id, by.nowMs) };
    });
  }

  async record(id: string, fact: PersonFact, by: { actor: string; nowMs: number }): Promise<void> {
    await this.transactions.run((tx) => this.rows.record(tx, id, fact, by));
  }
}

const linkNeeded = ({ do: command }: PersonCommand): boolean => command === 'invite' || command === 'reset-factors';

/** With a fact may end what the person signs in with, or a link that is still out. */
async function endWhatEnds(tx: Transaction, id: string, { kind }: PersonFact): Promise<void> {
  if (kind === 'FACTORS_RESET') await forgetFactors(tx, id);
  if (kind === 'DISABLED') await tx.query('delete from invitation where person = $1', [id]);
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
