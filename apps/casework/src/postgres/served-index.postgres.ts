import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@tidemark/persistence';
import type { ServedItem } from '../case-log/case-writes.js';
import type { ServedChanges } from '../served/served-changes.js';
import { ServedIndex, type ServedListing } from '../served/served-index.port.js';
import type { ServedNow } from '../served/served-now.js';
import { servedItemOf } from './case-rows.postgres.js';

type ServedRow = Parameters<typeof servedItemOf>[0];

@Injectable()
export class PostgresServedIndex extends ServedIndex {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async list(provider: string, { kind, status, limit, after }: ServedListing): Promise<ServedItem[]> {
    const rows = await this.transactions.read({ provider }, (tx) =>
      tx.query<ServedRow>(
        `select * from served_item
         where provider = $1 and ($2::text is null or kind = $2) and ($3::text is null or status = $3)
           and ($4::bigint is null or served_at_ms < $4 or (served_at_ms = $4 and id > $5::uuid))
         order by served_at_ms desc, id limit $6`,
        [provider, kind ?? null, status ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
      ),
    );
    return rows.map(servedItemOf);
  }

  async keep(tx: Transaction, caseId: string, { added, changed }: ServedChanges): Promise<void> {
    if (added.length > 0)
      await tx.query(
        `insert into served_item (id, provider, kind, part, case_id, status, served_at_ms, due_at_ms, version)
         select id, provider, kind, part, $1, status, served_at_ms, due_at_ms, 1
         from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
           as t (id, provider, kind, part, status, served_at_ms, due_at_ms)`,
        [caseId, ...columnsOf(added, ['id', 'provider', 'kind', 'part', 'status', 'servedAtMs', 'dueAtMs'])],
      );
    if (changed.length > 0)
      await tx.query(
        `update served_item i set status = t.status, due_at_ms = t.due_at_ms, version = version + 1
         from unnest($2::uuid[], $3::text[], $4::bigint[]) as t (id, status, due_at_ms) where i.id = t.id and i.case_id = $1`,
        [caseId, ...columnsOf(changed, ['id', 'status', 'dueAtMs'])],
      );
  }
}

const columnsOf = (items: readonly ServedNow[], names: readonly (keyof ServedNow)[]): unknown[][] =>
  names.map((name) => items.map((item) => item[name] ?? null));
