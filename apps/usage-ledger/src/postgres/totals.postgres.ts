import { setImmediate as othersFirst } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { TimeGrain } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { GroupNames, LedgerHead, ScopeIds, SegmentSide, SegmentsAround, TotalsReader } from '../totals/totals.port.js';
import type { GroupSums, PostingFilter } from '../totals/totals-fold.js';
import type { Grouping } from '../totals/totals-grouping.js';
import type { TotalScope } from '../totals/totals-question.js';
import { decodePostingColumns, type PostingColumns } from './posting-columns.js';

/** Of a few hundred kilobytes each at most: this many are in memory at a time. */
const SEGMENTS_AT_A_TIME = 16;

@Injectable()
export class PostgresTotals implements TotalsReader {
  async head(tx: Transaction): Promise<LedgerHead> {
    const [head] = await tx.query<{ position: string; known_at_ms: string }>('select position, known_at_ms from ledger_head');
    if (!head) throw new Error('The ledger has no head');
    return { position: BigInt(head.position), knownAtMs: Number(head.known_at_ms) };
  }

  async scope(tx: Transaction, provider: string, scope: TotalScope, name: string): Promise<ScopeIds | undefined> {
    const [row] = await tx.query<{ provider_id: number; id: number }>(
      SCOPE_SQL[scope],
      scope === 'provider' ? [provider] : [provider, name],
    );
    if (!row) return undefined;
    if (scope === 'provider') return { providerId: row.provider_id };
    return scope === 'account' ? { providerId: row.provider_id, accountId: row.id } : { providerId: row.provider_id, clusterId: row.id };
  }

  async current(tx: Transaction, providerId: number, filter: PostingFilter, grouping: Grouping, limit: number): Promise<GroupSums[]> {
    const parameters: unknown[] = [providerId, filter.fromHour, filter.toHour];
    const conditions = ['provider_id = $1', 'hour >= $2', 'hour < $3'];
    if (filter.accountId !== undefined) conditions.push(`account_id = $${parameters.push(filter.accountId)}`);
    if (filter.clusterId !== undefined) conditions.push(`cluster_id = $${parameters.push(filter.clusterId)}`);
    const rows = await tx.query<SumRow>(groupedSql(grouping, conditions.join(' and '), limit), parameters);
    return rows.map(sumsOfRow);
  }

  async segmentsAround(tx: Transaction, providerId: number, knownAtMs: number): Promise<SegmentsAround> {
    // The length of a value that is stored outside the row is known without reading it.
    const [row] = await tx.query<{ up_to: string; after: string; position: string }>(
      `select coalesce(sum(octet_length(postings)) filter (where known_at_ms <= $2), 0) as up_to,
              coalesce(sum(octet_length(postings)) filter (where known_at_ms > $2), 0) as after,
              coalesce(max(last_position) filter (where known_at_ms <= $2), 0) as position
       from segment where provider_id = $1`,
      [providerId, knownAtMs],
    );
    return { bytesUpTo: BigInt(row!.up_to), bytesAfter: BigInt(row!.after), position: BigInt(row!.position) };
  }

  async *postings(tx: Transaction, providerId: number, side: SegmentSide, knownAtMs: number): AsyncIterable<PostingColumns> {
    let last = { knownAtMs: '-1', id: '0' };
    for (;;) {
      const rows = await tx.query<{ id: string; known_at_ms: string; postings: Buffer }>(
        `select id, known_at_ms, postings from segment
         where provider_id = $1 and known_at_ms ${side === 'up-to' ? '<=' : '>'} $2 and (known_at_ms, id) > ($3, $4)
         order by known_at_ms, id limit ${SEGMENTS_AT_A_TIME}`,
        [providerId, knownAtMs, last.knownAtMs, last.id],
      );
      for (const row of rows) {
        yield decodePostingColumns(row.postings);
        // A fold over years of segments must not keep this process from counting and answering.
        await othersFirst();
      }
      if (rows.length < SEGMENTS_AT_A_TIME) return;
      last = { knownAtMs: rows.at(-1)!.known_at_ms, id: rows.at(-1)!.id };
    }
  }

  async names(tx: Transaction, groups: readonly GroupSums[]): Promise<GroupNames> {
    return {
      accelerators: await namesOf(
        tx,
        'select id, model as name from accelerator',
        groups.map((g) => g.acceleratorId),
      ),
      accounts: await namesOf(
        tx,
        'select id, name from account',
        groups.map((g) => g.accountId),
      ),
      clusters: await namesOf(
        tx,
        'select id, name from compute_cluster',
        groups.map((g) => g.clusterId),
      ),
    };
  }
}

const SCOPE_SQL: Record<TotalScope, string> = {
  provider: 'select id as provider_id, 0 as id from provider where name = $1',
  account: 'select p.id as provider_id, a.id from provider p join account a on a.provider_id = p.id where p.name = $1 and a.name = $2',
  // Its name may stand here before the fact that registers it does, so only use makes it known.
  cluster: `select p.id as provider_id, c.id from provider p join compute_cluster c on c.provider_id = p.id
    where p.name = $1 and c.name = $2 and exists (select 1 from hour_total t where t.cluster_id = c.id)`,
};

interface SumRow {
  slot: number;
  accelerator_id: number;
  account_id: number;
  cluster_id: number;
  accelerator_ms: string;
  lower: string;
  expected: string;
  upper: string;
}

const sumsOfRow = (row: SumRow): GroupSums => ({
  slot: row.slot,
  acceleratorId: row.accelerator_id,
  accountId: row.account_id,
  clusterId: row.cluster_id,
  acceleratorMs: BigInt(row.accelerator_ms),
  lower: BigInt(row.lower),
  expected: BigInt(row.expected),
  upper: BigInt(row.upper),
});

/** Hours are never negative (nothing is counted before 2010), so integer division is the floor. Months are folded from days: calendar arithmetic once a day, not once a row. */
const SLOT_SQL: Record<TimeGrain, string> = { hour: 'hour', day: 'hour / 24', month: 'hour / 24', none: '0' };
const MONTH_OF_DAY = `(extract(year from date '1970-01-01' + slot) * 12 + extract(month from date '1970-01-01' + slot) - 1)::int`;

/** The sum of bigint is numeric: it cannot overflow. */
function groupedSql(grouping: Grouping, where: string, limit: number): string {
  const ids = [
    grouping.byAccelerator ? 'accelerator_id' : '0 as accelerator_id',
    grouping.byAccount ? 'account_id' : '0 as account_id',
    grouping.byCluster ? 'cluster_id' : '0 as cluster_id',
  ].join(', ');
  const keys = ['slot', 'accelerator_id', 'account_id', 'cluster_id'].filter(
    (_, i) => [true, grouping.byAccelerator, grouping.byAccount, grouping.byCluster][i],
  );
  const sums = 'sum(accelerator_ms) as accelerator_ms, sum(lower) as lower, sum(expected) as expected, sum(upper) as upper';
  // Output columns of the same name hide nothing here: group by names input columns first, and `slot` is none.
  const fine = `select ${SLOT_SQL[grouping.grain]} as slot, ${ids}, ${sums} from hour_total where ${where} group by ${keys.join(', ')}`;
  if (grouping.grain !== 'month') return `${fine} limit ${limit}`;
  return `select ${MONTH_OF_DAY} as slot, accelerator_id, account_id, cluster_id, ${sums} from (${fine}) as days group by 1, 2, 3, 4 limit ${limit}`;
}

async function namesOf(tx: Transaction, select: string, ids: number[]): Promise<Map<number, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== 0);
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<{ id: number; name: string }>(`${select} where id = any($1::int[])`, [wanted]);
  return new Map(rows.map((row) => [row.id, row.name]));
}
