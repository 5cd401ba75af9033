import { randomUUID } from 'node:crypto';
import type { Transaction, Transactions } from '@tidemark/persistence';
import type { SealedBox } from '../issuer/sealed-box.js';
import { hashOf } from './one-time.js';
import type { PersonSession, Sessions } from './people.port.js';
import type { PersonRows } from './person-rows.postgres.js';

/** Where a session was begun. */
interface Place {
  address: string;
  agent: string;
}

interface SessionRow {
  id: string;
  clients: string[];
  amr: string[];
  sealed_place: Buffer;
  began_at_ms: string;
  seen_at_ms: string;
}

export class PostgresSessions implements Sessions {
  constructor(
    private readonly transactions: Transactions,
    private readonly rows: PersonRows,
    private readonly box: SealedBox,
  ) {}

  async seen({ uid, grantId, clientId, person, amr, address, agent, nowMs }: Parameters<Sessions['seen']>[0]): Promise<void> {
    const place: Place = { address: address.slice(0, 64), agent: agent.slice(0, 256) };
    await this.transactions.run(async (tx) => {
      const [row] = await tx.query<{ id: string; fresh: boolean }>(
        `insert into person_session (id, uid_hash, person, amr, sealed_place, began_at_ms, seen_at_ms)
         values ($1, $2, $3, $4, $5, $6, $6)
         on conflict (uid_hash) do update set seen_at_ms = $6 returning id, xmax = 0 as fresh`,
        [randomUUID(), hashOf(uid), person, amr, this.box.seal(JSON.stringify(place)), nowMs],
      );
      const { id, fresh } = row!;
      await tx.query('insert into session_grant (grant_hash, session, client_id) values ($1, $2, $3) on conflict do nothing', [
        hashOf(grantId),
        id,
        clientId,
      ]);
      if (fresh) await this.rows.record(tx, person, { kind: 'SIGNED_IN', session: id, amr }, { actor: person, nowMs });
    });
  }

  async open(person: string): Promise<PersonSession[]> {
    const rows = await this.transactions.run((tx) =>
      tx.query<SessionRow>(
        `select id, amr, sealed_place, began_at_ms, seen_at_ms,
           array(select distinct client_id from session_grant where session = person_session.id order by 1) as clients
         from person_session where person = $1 and ended_at_ms is null order by began_at_ms desc, id limit 100`,
        [person],
      ),
    );
    return rows.map(({ sealed_place, began_at_ms, seen_at_ms, ...row }) => {
      const place = JSON.parse(this.box.open(sealed_place) ?? '{"address":"","agent":""}') as Place;
      return { ...row, ...place, beganAtMs: Number(began_at_ms), seenAtMs: Number(seen_at_ms) };
    });
  }

  end(person: string, by: { actor: string; nowMs: number; session?: string }): Promise<string[]> {
    return this.transactions.run((tx) => endSessions(tx, this.rows, person, by));
  }

  async endByUid(uid: string, nowMs: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      const [row] = await tx.query<{ id: string; person: string }>('select id, person from person_session where uid_hash = $1', [
        hashOf(uid),
      ]);
      if (row) await endSessions(tx, this.rows, row.person, { actor: row.person, nowMs, session: row.id });
    });
  }

  async ofGrant(grantId: string): Promise<{ session: string; amr: string[] } | undefined> {
    const [row] = await this.transactions.run((tx) =>
      tx.query<{ session: string; amr: string[] }>(
        `select s.id as session, s.amr from session_grant g join person_session s on s.id = g.session
         where g.grant_hash = $1 and s.ended_at_ms is null`,
        [hashOf(grantId)],
      ),
    );
    return row;
  }

  async isGood(session: string): Promise<boolean> {
    const rows = await this.transactions.run((tx) =>
      tx.query(
        `select from person_session s join person p on p.id = s.person
         where s.id = $1 and s.ended_at_ms is null and p.status = 'active'`,
        [session],
      ),
    );
    return rows.length > 0;
  }
}

/** Ends them and takes away what the issuer keeps of them: its own session, grants, codes, refresh tokens. */
export async function endSessions(
  tx: Transaction,
  rows: PersonRows,
  person: string,
  { actor, nowMs, session }: { actor: string; nowMs: number; session?: string },
): Promise<string[]> {
  const ended = await tx.query<{ id: string; uid_hash: Buffer }>(
    `update person_session set ended_at_ms = $2, ended_by = $3
     where person = $1 and ended_at_ms is null and ($4::text is null or id::text = $4) returning id, uid_hash`,
    [person, nowMs, actor, session ?? null],
  );
  if (ended.length === 0) return [];
  const sessions = ended.map(({ id }) => id);
  await tx.query('delete from oidc_record where grant_hash in (select grant_hash from session_grant where session = any($1))', [sessions]);
  await tx.query(
    `delete from oidc_record where model = 'Grant' and id_hash in (select grant_hash from session_grant where session = any($1))`,
    [sessions],
  );
  await tx.query(
    `delete from oidc_record where model = 'Session' and uid_hash in (select uid_hash from person_session where id = any($1))`,
    [sessions],
  );
  await rows.record(tx, person, { kind: 'SESSIONS_ENDED', sessions }, { actor, nowMs });
  return sessions;
}
