import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import { type CaseId, type CaseScope, type IncidentKind, scopeKeyOf } from '@tidemark/domain';
import { isUuid, tenantOfReader } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import { IncidentIndex, type IncidentRow } from '../incidents/incident-index.js';

interface Row {
  id: string;
  case_id: string;
  authority: string;
  provider: string;
  kind: IncidentKind;
  severity: number;
  imminent_danger: boolean;
  occurred_at_ms: string;
  discovered_at_ms: string;
  reported_at_ms: string;
}

/** A provider's, or an authority's: never both. */
const MINE = '(case when $1::text is null then authority = $2 else provider = $1 end)';

@Injectable()
export class PostgresIncidentIndex extends IncidentIndex {
  constructor(
    private readonly transactions: Transactions,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {
    super();
  }

  async find(caller: Caller, id: string): Promise<IncidentRow | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await this.transactions.read(tenantOfReader(caller), (tx) =>
      tx.query<Row>(`select * from incident_row where ${MINE} and id = $3`, [...this.whose(caller), id]),
    );
    return row && rowOf(row);
  }

  async list(caller: Caller, after: readonly [number, string] | undefined, limit: number): Promise<IncidentRow[]> {
    const [at, id] = after ?? [null, null];
    const rows = await this.transactions.read(tenantOfReader(caller), (tx) =>
      tx.query<Row>(
        `select * from incident_row where ${MINE} and ($3::bigint is null or (-reported_at_ms, id) > (-$3::bigint, $4::uuid))
         order by reported_at_ms desc, id limit $5`,
        [...this.whose(caller), at, id, limit],
      ),
    );
    return rows.map(rowOf);
  }

  async openCaseAbout(tx: Transaction, authority: string, about: CaseScope): Promise<CaseId | undefined> {
    const key = scopeKeyOf(about);
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`incident ${authority} ${key}`]);
    // Held: one that is being closed just now is waited for, and is none.
    const [row] = await tx.query<{ id: string }>(
      `select id from case_row where authority = $1 and matter = 'INCIDENT' and subject_key = $2 and stage <> 'closed'
       order by opened_at_ms, id limit 1 for update`,
      [authority, key],
    );
    return row?.id;
  }

  async caseOfFlag(tx: Transaction, authority: string, flag: string): Promise<CaseId | undefined> {
    const [row] = await tx.query<{ id: string }>(
      'select id from case_flag join case_row on case_row.id = case_id where flag = $1 and authority = $2',
      [flag, authority],
    );
    return row?.id;
  }

  async isCaseOf(tx: Transaction, authority: string, id: CaseId): Promise<boolean> {
    if (!isUuid(id)) return false;
    return (await tx.query('select 1 from case_row where id = $1 and authority = $2', [id, authority])).length > 0;
  }

  private whose(caller: Caller): [string | null, string | null] {
    return caller.provider === undefined ? [null, authorityOf(caller, this.home)] : [caller.provider, null];
  }
}

const rowOf = (row: Row): IncidentRow => ({
  id: row.id,
  caseId: row.case_id,
  authority: row.authority,
  provider: row.provider === '' ? undefined : row.provider,
  kind: row.kind,
  severity: row.severity,
  imminentDanger: row.imminent_danger,
  occurredAtMs: Number(row.occurred_at_ms),
  discoveredAtMs: Number(row.discovered_at_ms),
  reportedAtMs: Number(row.reported_at_ms),
});
