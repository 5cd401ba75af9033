import { int4Array, int8Array } from '@tidemark/persistence';
import { AMOUNTS, AT, type PostedRows } from '../accumulate/posted-rows.js';

const OWN = AMOUNTS.slice(0, 4);
const PARTS = AMOUNTS.slice(4);
const list = (names: readonly string[], each: (name: string) => string = (name) => name): string => names.map(each).join(', ');

/**
 * Adds rows to the vectors and to the sums over them, in one statement that answers what the hours of compute clusters come to. Parts of nothing are null, which takes no room: most postings have
 * one evidence and no label.
 */
export const ADD_POSTINGS = `
  with posted as (
    select * from unnest($1::int4[], $2::int4[], $3::int4[], $4::int4[], $5::int4[], ${list(AMOUNTS, (name) => `$${6 + AT[name as never]}::int8[]`)})
      as p (account_id, cluster_id, accelerator_id, hour, provider_id, ${list(AMOUNTS)})
  ), totals as (
    insert into hour_total (account_id, cluster_id, accelerator_id, hour, provider_id, ${list(AMOUNTS)})
    select account_id, cluster_id, accelerator_id, hour, provider_id, ${list(OWN)}, ${list(PARTS, (name) => `nullif(${name}, 0)`)} from posted
    on conflict (account_id, cluster_id, accelerator_id, hour) do update set
      ${list(OWN, (name) => `${name} = hour_total.${name} + excluded.${name}`)},
      ${list(PARTS, (name) => `${name} = nullif(coalesce(hour_total.${name}, 0) + coalesce(excluded.${name}, 0), 0)`)}
  ), clusters as (
    insert into cluster_hour (cluster_id, hour, provider_id, ${list(OWN)})
    select cluster_id, hour, min(provider_id), ${list(OWN, (name) => `sum(${name})`)} from posted group by cluster_id, hour
    on conflict (cluster_id, hour) do update set ${list(OWN, (name) => `${name} = cluster_hour.${name} + excluded.${name}`)}
    returning cluster_id, hour, accelerator_ms
  ), accounts as (
    insert into account_total (account_id, provider_id, first_hour, last_hour, ${list(OWN)})
    select account_id, min(provider_id), min(hour), max(hour), ${list(OWN, (name) => `sum(${name})`)} from posted group by account_id
    on conflict (account_id) do update set
      first_hour = least(account_total.first_hour, excluded.first_hour), last_hour = greatest(account_total.last_hour, excluded.last_hour),
      ${list(OWN, (name) => `${name} = account_total.${name} + excluded.${name}`)}
  )
  select cluster_id, hour, accelerator_ms from clusters`;

export function postingParameters(rows: PostedRows): Buffer[] {
  const order = rows.sorted();
  const series = order.map((row) => rows.series[rows.rowSeries[row]!]!);
  return [
    int4Array(series.map(({ accountId }) => accountId)),
    int4Array(series.map(({ clusterId }) => clusterId)),
    int4Array(series.map(({ acceleratorId }) => acceleratorId)),
    int4Array(order.map((row) => rows.rowHour[row]!)),
    int4Array(series.map(({ providerId }) => providerId)),
    ...AMOUNTS.map((_, amount) => int8Array(BigInt64Array.from(order, (row) => rows.amount(row, amount)))),
  ];
}
