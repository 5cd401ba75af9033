import { Injectable } from '@nestjs/common';
import type { TimeGrain } from '@tidemark/domain';
import { int4Array, type Transaction, textArray } from '@tidemark/persistence';
import { AMOUNTS } from '../accumulate/posted-rows.js';
import type { OwnedSpan } from '../totals/owned-hours.js';
import { type AskedHead, type HourWindow, TotalsReader, type UsedScope } from '../totals/totals.port.js';
import type { GroupSums } from '../totals/totals-fold.js';
import type { Grouping } from '../totals/totals-grouping.js';

@Injectable()
export class PostgresTotals extends TotalsReader {
  async head(tx: Transaction): Promise<AskedHead> {
    const [head] =
      await tx.query<Record<'change' | 'known_at_ms' | 'ledger_position' | 'identity_sequence', string>>('select * from monitor_head');
    if (!head) throw new Error('The monitor has no head');
    return {
      change: BigInt(head.change),
      knownAtMs: Number(head.known_at_ms),
      ledgerPosition: BigInt(head.ledger_position),
      identitySequence: BigInt(head.identity_sequence),
    };
  }

  async isUsed(tx: Transaction, scope: UsedScope): Promise<boolean> {
    const name = scope.kind === 'provider' ? [] : [scope.id];
    return (await tx.query(IS_USED[scope.kind], [scope.provider, ...name])).length > 0;
  }

  async ofSpans(tx: Transaction, spans: readonly OwnedSpan[], grouping: Grouping, limit: number): Promise<GroupSums[]> {
    if (spans.length === 0) return [];
    const from = `(${SPANS}) as s join hour_total t on t.account_id = s.account_id and t.hour >= s.from_hour and t.hour < s.to_hour`;
    return groupsOf(await tx.query<GroupRow>(groupedSql(grouping, from, 'true', limit), spanParameters(spans)));
  }

  async ofCluster(
    tx: Transaction,
    provider: string,
    id: string,
    window: HourWindow,
    grouping: Grouping,
    limit: number,
  ): Promise<GroupSums[]> {
    const from = 'provider p join compute_cluster c on c.provider_id = p.id join hour_total t on t.cluster_id = c.id';
    const sql = groupedSql(grouping, from, 'p.name = $1 and c.name = $2 and t.hour >= $3 and t.hour < $4', limit);
    return groupsOf(await tx.query<GroupRow>(sql, [provider, id, ...hoursOf(window)]));
  }

  async ofProvider(tx: Transaction, provider: string, window: HourWindow, grouping: Grouping, limit: number): Promise<GroupSums[]> {
    const sql = groupedSql(
      grouping,
      'provider p join hour_total t on t.provider_id = p.id',
      'p.name = $1 and t.hour >= $2 and t.hour < $3',
      limit,
    );
    return groupsOf(await tx.query<GroupRow>(sql, [provider, ...hoursOf(window)]));
  }

  async fingerprint(tx: Transaction, scope: UsedScope | { spans: readonly OwnedSpan[] }): Promise<string> {
    if ('spans' in scope)
      return printOf(
        await tx.query(
          `select ${SUMS} from (${SPANS}) as s join account_total t on t.account_id = s.account_id`,
          spanParameters(scope.spans),
        ),
      );
    const name = scope.kind === 'provider' ? [] : [scope.id];
    return printOf(await tx.query(`select ${SUMS} ${FINGERPRINT_OF[scope.kind]}`, [scope.provider, ...name]));
  }
}

const IS_USED = {
  provider: 'select 1 from provider where name = $1',
  account: `select 1 from provider p join account a on a.provider_id = p.id join account_total t on t.account_id = a.id
    where p.name = $1 and a.name = $2`,
  cluster: `select 1 from provider p join compute_cluster c on c.provider_id = p.id where p.name = $1 and c.name = $2
    and exists (select 1 from cluster_hour t where t.cluster_id = c.id)`,
};

const FINGERPRINT_OF = {
  provider: 'from provider p join account_total t on t.provider_id = p.id where p.name = $1',
  account:
    'from provider p join account a on a.provider_id = p.id join account_total t on t.account_id = a.id where p.name = $1 and a.name = $2',
  cluster:
    'from provider p join compute_cluster c on c.provider_id = p.id join cluster_hour t on t.cluster_id = c.id where p.name = $1 and c.name = $2',
};

const SUMS = 'sum(t.accelerator_ms) as a, sum(t.lower) as b, sum(t.expected) as c, sum(t.upper) as d';
const printOf = ([row]: readonly object[]): string => JSON.stringify(row);

/** Spans by the numbers of their accounts; those of accounts that used nothing have none, and nothing to add. */
const SPANS = `select a.id as account_id, s.from_hour, s.to_hour, s.owner
  from unnest($1::text[], $2::text[], $3::int4[], $4::int4[], $5::int4[]) as s (provider, account, from_hour, to_hour, owner)
  join provider p on p.name = s.provider join account a on a.provider_id = p.id and a.name = s.account`;

const HOUR_MIN = -(2 ** 31);
const HOUR_MAX = 2 ** 31 - 1;
const hoursOf = ({ fromHour, toHour }: HourWindow): [number, number] => [Math.max(HOUR_MIN, fromHour), Math.min(HOUR_MAX, toHour)];

const spanParameters = (spans: readonly OwnedSpan[]): Buffer[] => [
  textArray(spans.map(({ provider }) => provider)),
  textArray(spans.map(({ account }) => account)),
  int4Array(spans.map((span) => hoursOf(span)[0])),
  int4Array(spans.map((span) => hoursOf(span)[1])),
  int4Array(spans.map(({ owner }) => owner)),
];

type GroupRow = Record<(typeof AMOUNTS)[number], string | null> & {
  slot: number;
  accelerator: string | null;
  provider: string | null;
  account: string | null;
  cluster_provider: string | null;
  cluster: string | null;
  owner: number;
};

const groupsOf = (rows: readonly GroupRow[]): GroupSums[] =>
  rows.map((row) => ({
    slot: row.slot,
    accelerator: row.accelerator ?? '',
    provider: row.provider ?? '',
    account: row.account ?? '',
    clusterProvider: row.cluster_provider ?? '',
    cluster: row.cluster ?? '',
    owner: row.owner,
    amounts: AMOUNTS.map((name) => BigInt(row[name] ?? 0)),
  }));

/** Hours are never negative (nothing is counted before 2010), so integer division is the floor. */
const SLOT_SQL: Record<TimeGrain, string> = {
  hour: 't.hour',
  day: 't.hour / 24',
  // Calendar arithmetic once a day of the sum, not once a row: months are folded from days.
  month: 't.hour / 24',
  none: '0',
};
const MONTH_OF_DAY = `(extract(year from date '1970-01-01' + slot) * 12 + extract(month from date '1970-01-01' + slot) - 1)::int`;

/** The sum of bigint is numeric: it cannot overflow. Names are joined to the groups, not to the rows. */
function groupedSql(grouping: Grouping, from: string, where: string, limit: number): string {
  const ids = {
    accelerator_id: grouping.byAccelerator ? 't.accelerator_id' : 'null::int',
    account_id: grouping.byAccount ? 't.account_id' : 'null::int',
    cluster_id: grouping.byCluster ? 't.cluster_id' : 'null::int',
    owner: grouping.byOwner ? 's.owner' : '0',
  };
  const columns = Object.entries(ids).map(([name, column]) => `${column} as ${name}`);
  const sums = (of: string): string => AMOUNTS.map((name) => `sum(${of}${name}) as ${name}`).join(', ');
  const fine = `select ${SLOT_SQL[grouping.grain]} as slot, ${columns.join(', ')}, ${sums('t.')} from ${from} where ${where} group by 1, 2, 3, 4, 5`;
  const groups =
    grouping.grain === 'month'
      ? `select ${MONTH_OF_DAY} as slot, accelerator_id, account_id, cluster_id, owner, ${sums('')} from (${fine}) as days group by 1, 2, 3, 4, 5`
      : fine;
  return `select g.*, m.model as accelerator, ap.name as provider, a.name as account, cp.name as cluster_provider, c.name as cluster
    from (${groups} limit ${limit}) as g left join accelerator m on m.id = g.accelerator_id
    left join account a on a.id = g.account_id left join provider ap on ap.id = a.provider_id
    left join compute_cluster c on c.id = g.cluster_id left join provider cp on cp.id = c.provider_id`;
}
