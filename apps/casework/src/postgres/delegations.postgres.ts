import { Injectable } from '@nestjs/common';
import type { Delegation } from '@tidemark/domain';
import { isUuid } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { SealingKeys } from '@tidemark/sealing';
import { type DelegationListing, Delegations, type KeptDelegation } from '../delegations/delegations.port.js';
import { type DelegationRow, delegationOf } from './delegation-rows.postgres.js';

const ownerOf = (id: string): string => `delegation/${id}`;

@Injectable()
export class PostgresDelegations extends Delegations {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealing: SealingKeys,
  ) {
    super();
  }

  async held(tx: Transaction, authority: string, nowMs: number): Promise<Delegation[]> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7))', [authority]);
    const rows = await tx.query<DelegationRow>(
      'select * from delegation where authority = $1 and coalesce(ended_at_ms, until_ms) > $2 order by from_ms, id',
      [authority, nowMs],
    );
    return rows.map(delegationOf);
  }

  async add(tx: Transaction, { id, authority, person, deputy, from, until, madeAt, reason }: KeptDelegation & { reason: string }) {
    const key = await this.sealing.make(tx, { owner: ownerOf(id), provider: '', nowMs: madeAt });
    await tx.query(
      `insert into delegation (id, authority, person, deputy, from_ms, until_ms, reason, made_at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, authority, person, deputy, from, until, key.seal('reason', reason), madeAt],
    );
  }

  async find(tx: Transaction, authority: string, id: string): Promise<Delegation | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await tx.query<DelegationRow>('select * from delegation where id = $1 and authority = $2 for update', [id, authority]);
    return row && delegationOf(row);
  }

  async end(tx: Transaction, id: string, atMs: number): Promise<void> {
    await tx.query('update delegation set ended_at_ms = $2 where id = $1', [id, atMs]);
  }

  list(authority: string, { person, deputy, limit, after }: DelegationListing): Promise<KeptDelegation[]> {
    return this.transactions.read({ oversight: true }, async (tx) => {
      const rows = await tx.query<DelegationRow>(
        `select * from delegation
         where authority = $1 and ($2::text is null or person = $2) and ($3::text is null or deputy = $3)
           and ($4::bigint is null or (made_at_ms, id) < ($4, $5::uuid))
         order by made_at_ms desc, id desc limit $6`,
        [authority, person ?? null, deputy ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
      );
      const keys = await this.sealing.findAll(
        tx,
        rows.map(({ id }) => ownerOf(id)),
      );
      return rows.map((row) => ({
        ...delegationOf(row),
        authority: row.authority,
        madeAt: Number(row.made_at_ms),
        reason: keys.get(ownerOf(row.id))?.openText('reason', row.reason),
      }));
    });
  }
}
