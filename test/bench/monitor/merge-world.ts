/** Two groups of many accounts, each with a year of hours, straight in the monitor's tables: that they were folded is not what is measured. */
import type { Transaction } from '@tidemark/persistence';
import { PROVIDER } from '../fleet/fleet.js';
import { type CustomerFact, controls, customerStanding, linked } from './posted-world.js';

export interface MergeWorld {
  /** Of each of the two groups. */
  accounts: number;
  /** Of each account; spread over the year. */
  hours: number;
}

export const YEAR_HOURS = 8_760;
const ACCOUNTS_PER_CUSTOMER = 10;
const CLUSTERS = 50;
/** TFLOP of a group: alone it stays below 1e25, and both together pass it. */
const GROUP_TFLOP = 6e12;

export const headOf = (group: number): string => `head-${group}`;
const memberOf = (group: number, customer: number): string => `member-${group}-${customer}`;

export function mergeFacts({ accounts }: MergeWorld): CustomerFact[] {
  const facts: CustomerFact[] = [];
  for (const group of [0, 1]) {
    facts.push(customerStanding(headOf(group)));
    for (let i = 0; i < accounts / ACCOUNTS_PER_CUSTOMER; i += 1)
      facts.push(customerStanding(memberOf(group, i)), controls(headOf(group), memberOf(group, i)));
    for (let i = 0; i < accounts; i += 1)
      facts.push(linked(`account-${group}-${i}`, memberOf(group, Math.floor(i / ACCOUNTS_PER_CUSTOMER))));
  }
  return facts;
}

export async function fillYear(tx: Transaction, { accounts, hours }: MergeWorld, firstHour: number): Promise<number> {
  await tx.query('insert into provider (name) values ($1)', [PROVIDER]);
  await tx.query("insert into accelerator (model) values ('Bench Hopper')");
  await tx.query(`insert into compute_cluster (provider_id, name) select 1, 'cluster-' || n from generate_series(0, $1::int - 1) as n`, [
    CLUSTERS,
  ]);
  await tx.query(
    `insert into account (provider_id, name) select 1, 'account-' || g || '-' || n from generate_series(0, 1) as g, generate_series(0, $1::int - 1) as n`,
    [accounts],
  );
  const tflop = Math.floor(GROUP_TFLOP / accounts / hours);
  await tx.query(
    `insert into hour_total (account_id, cluster_id, accelerator_id, hour, provider_id, accelerator_ms, lower, expected, upper, of_telemetry)
     select a.id, 1 + a.id % ${CLUSTERS}, 1, $1::int + h * (${YEAR_HOURS} / $2::int) + a.id % (${YEAR_HOURS} / $2::int), 1, 3600000, $3::bigint / 2, $3::bigint, $3::bigint * 2, $3::bigint
     from account a cross join generate_series(0, $2::int - 1) as h`,
    [firstHour, hours, tflop],
  );
  const sums = ['accelerator_ms', 'lower', 'expected', 'upper'];
  const own = sums.map((name) => `sum(${name})`).join(', ');
  await tx.query(
    `insert into cluster_hour (cluster_id, hour, provider_id, ${sums.join(', ')}) select cluster_id, hour, 1, ${own} from hour_total group by cluster_id, hour`,
  );
  await tx.query(
    `insert into account_total (account_id, provider_id, first_hour, last_hour, ${sums.join(', ')})
     select account_id, 1, min(hour), max(hour), ${own} from hour_total group by account_id`,
  );
  await tx.query('analyze hour_total');
  return 2 * accounts * hours;
}
