import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import { type AuthorityId, type AuthorityKind, type CaseId, type CaseScope, scopeKeyOf } from '@tidemark/domain';
import { isUuid } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import { type ExchangeFilter, type ExchangeKind, type ExchangeRow, ReferralIndex } from '../referrals/referral-index.js';

interface Row {
  id: string;
  authority: string;
  kind: ExchangeKind;
  side: ExchangeRow['side'];
  other: string;
  transport: AuthorityKind;
  case_id: string;
  status: string;
  hash: string | null;
  at_ms: string;
}

@Injectable()
export class PostgresReferralIndex extends ReferralIndex {
  constructor(
    private readonly transactions: Transactions,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {
    super();
  }

  async hold(tx: Transaction, id: string): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`exchange ${id}`]);
  }

  async earlier(tx: Transaction, authority: AuthorityId, id: string): Promise<ExchangeRow | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await tx.query<Row>('select * from referral_row where id = $1 and authority = $2', [id, authority]);
    return row && rowOf(row);
  }

  async find(tx: Transaction, authority: AuthorityId, kind: ExchangeKind, id: string): Promise<ExchangeRow | undefined> {
    const row = await this.earlier(tx, authority, id);
    return row?.kind === kind ? row : undefined;
  }

  findFor(caller: Caller, kind: ExchangeKind, id: string): Promise<ExchangeRow | undefined> {
    return this.transactions.read({ oversight: true }, (tx) => this.find(tx, authorityOf(caller, this.home), kind, id));
  }

  async list(
    caller: Caller,
    { kind, side }: ExchangeFilter,
    after: readonly [number, string] | undefined,
    limit: number,
  ): Promise<ExchangeRow[]> {
    const [at, id] = after ?? [null, null];
    const rows = await this.transactions.read({ oversight: true }, (tx) =>
      tx.query<Row>(
        `select * from referral_row where authority = $1 and kind = $2 and ($3::text is null or side = $3)
           and ($4::bigint is null or (-at_ms, id) > (-$4::bigint, $5::uuid))
         order by at_ms desc, id limit $6`,
        [authorityOf(caller, this.home), kind, side ?? null, at, id, limit],
      ),
    );
    return rows.map(rowOf);
  }

  async add(tx: Transaction, { id, authority, kind, side, other, transport, caseId, status, hash, atMs }: ExchangeRow): Promise<void> {
    await tx.query(
      `insert into referral_row (id, authority, kind, side, other, transport, case_id, status, hash, at_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [id, authority, kind, side, other, transport, caseId, status, hash ?? null, atMs],
    );
  }

  async become(tx: Transaction, authority: AuthorityId, id: string, status: string): Promise<void> {
    await tx.query('update referral_row set status = $3 where id = $1 and authority = $2', [id, authority, status]);
  }

  async isCaseOf(tx: Transaction, authority: AuthorityId, id: CaseId): Promise<boolean> {
    return isUuid(id) && (await tx.query('select 1 from case_row where id = $1 and authority = $2', [id, authority])).length > 0;
  }

  async caseAbout(
    tx: Transaction,
    authority: AuthorityId,
    { case: id, flag, subject }: { case?: string | undefined; flag?: string | undefined; subject?: CaseScope | undefined },
  ): Promise<CaseId | undefined> {
    const named = id !== undefined && isUuid(id) ? id : null;
    const [row] = await tx.query<{ id: string }>(
      `select id from case_row where authority = $1 and matter <> 'REFERRAL'
         and (id = $2::uuid or id = (select case_id from case_flag where flag = $3) or subject_key = $4)
       order by opened_at_ms desc, id limit 1`,
      [authority, named, flag ?? null, subject === undefined ? null : scopeKeyOf(subject)],
    );
    return row?.id;
  }
}

const rowOf = ({ case_id: caseId, at_ms: atMs, hash, ...row }: Row): ExchangeRow => ({
  ...row,
  caseId,
  hash: hash ?? undefined,
  atMs: Number(atMs),
});
