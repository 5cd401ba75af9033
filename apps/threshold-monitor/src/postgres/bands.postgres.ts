import { Injectable } from '@nestjs/common';
import { int4Array, type Transaction, textArray } from '@tidemark/persistence';
import { type AfterScope, type BandCounts, type BandPlace, type BandScope, BandTotals, type OwnedUse } from '../bands/bands.port.js';
import { hourRange } from './account-spans.sql.js';

const ACCOUNTS = `select p.name as provider, a.name as id, t.lower, t.expected, t.upper
  from account_total t join account a on a.id = t.account_id join provider p on p.id = a.provider_id`;

/**
 * Whoever had an account all the while that it was used has its total as it stands; only where it passed from one to another are its hours added up.
 * Of an account that somebody had twice each time is a span of its own.
 */
const OWNERS = `
  with span as (
    select a.id as account_id, s.from_hour, s.to_hour, s.owner
    from unnest($1::text[], $2::text[], $3::int4[], $4::int4[], $5::int4[]) as s (provider, account, from_hour, to_hour, owner)
    join provider p on p.name = s.provider join account a on a.provider_id = p.id and a.name = s.account
  ), part as (
    select s.owner, t.lower, t.expected, t.upper
    from span s join account_total t on t.account_id = s.account_id
    where s.from_hour <= t.first_hour and t.last_hour < s.to_hour
    union all
    select s.owner, sum(h.lower), sum(h.expected), sum(h.upper)
    from span s join account_total t on t.account_id = s.account_id
    join hour_total h on h.account_id = s.account_id and h.hour >= s.from_hour and h.hour < s.to_hour
    where not (s.from_hour <= t.first_hour and t.last_hour < s.to_hour)
    group by s.owner
  )
  select '' as provider, o.id, sum(lower) as lower, sum(expected) as expected, sum(upper) as upper
  from part join unnest($6::text[]) with ordinality as o (id, place) on o.place = part.owner + 1 group by o.place, o.id`;

@Injectable()
export class PostgresBandTotals extends BandTotals {
  countAccounts(tx: Transaction, passes: readonly bigint[]): Promise<BandCounts> {
    return counted(tx, 'select expected from account_total', [], passes);
  }

  countOwners(tx: Transaction, use: OwnedUse, passes: readonly bigint[]): Promise<BandCounts> {
    return counted(tx, OWNERS, ownerParameters(use), passes);
  }

  accounts(tx: Transaction, band: BandPlace, after: AfterScope | undefined, limit: number): Promise<BandScope[]> {
    return listed(tx, ACCOUNTS, [], { band, after, limit });
  }

  owners(tx: Transaction, use: OwnedUse, band: BandPlace, after: AfterScope | undefined, limit: number): Promise<BandScope[]> {
    return listed(tx, OWNERS, ownerParameters(use), { band, after, limit });
  }
}

async function counted(tx: Transaction, totals: string, parameters: readonly unknown[], passes: readonly bigint[]): Promise<BandCounts> {
  const rows = await tx.query<{ band: number; scopes: number }>(
    `select width_bucket(expected, $${parameters.length + 1}::numeric[]) as band, count(*)::int as scopes from (${totals}) as t group by 1`,
    [...parameters, passes.map(String)],
  );
  const counts = new Map(rows.map(({ band, scopes }) => [band, scopes]));
  return Array.from({ length: passes.length + 1 }, (_, band) => counts.get(band) ?? 0);
}

interface TotalRow {
  provider: string;
  id: string;
  lower: string;
  expected: string;
  upper: string;
}

async function listed(
  tx: Transaction,
  totals: string,
  parameters: readonly unknown[],
  { band, after, limit }: { band: BandPlace; after: AfterScope | undefined; limit: number },
): Promise<BandScope[]> {
  const n = parameters.length;
  const rows = await tx.query<TotalRow>(
    `select * from (${totals}) as t
     where ($${n + 1}::numeric is null or expected >= $${n + 1}) and ($${n + 2}::numeric is null or expected < $${n + 2})
       and ($${n + 3}::numeric is null or expected < $${n + 3}
         or (expected = $${n + 3} and (provider collate "C", id collate "C") > ($${n + 4}::text, $${n + 5}::text)))
     order by expected desc, provider collate "C", id collate "C" limit $${n + 6}`,
    [
      ...parameters,
      band.from?.toString() ?? null,
      band.to?.toString() ?? null,
      after?.expected.toString() ?? null,
      after?.provider ?? null,
      after?.id ?? null,
      limit,
    ],
  );
  return rows.map(({ provider, id, lower, expected, upper }) => ({
    ...{ provider, id },
    total: { lower: BigInt(lower), expected: BigInt(expected), upper: BigInt(upper) },
  }));
}

function ownerParameters({ spans, ids }: OwnedUse): Buffer[] {
  const ranges = spans.map(hourRange);
  return [
    textArray(spans.map(({ provider }) => provider)),
    textArray(spans.map(({ account }) => account)),
    int4Array(ranges.map(([from]) => from)),
    int4Array(ranges.map(([, to]) => to)),
    int4Array(spans.map(({ owner }) => owner)),
    textArray(ids),
  ];
}
