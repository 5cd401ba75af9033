/** What one transaction committed is one change: no two ever had the same number, and the head says what the last one left. */
import type pg from 'pg';

const TABLES = ['posted_batch', 'customer_fact', 'facility_fact'];

const SHARED = `
  select change::text from (${TABLES.map((table) => `select change, xmin::text as written_by from threshold_monitor.${table}`).join(' union ')}) as written
  group by change having count(distinct written_by) > 1 order by change`;

const HEAD = `
  select h.flag_sequence = (select coalesce(max(sequence), 0) from threshold_monitor.flag_event) as flags,
    h.identity_sequence = (select coalesce(max(sequence), 0) from threshold_monitor.customer_fact) as identities,
    h.ledger_position = (select coalesce(max(ledger_position), 0) from threshold_monitor.posted_batch) as postings
  from threshold_monitor.monitor_head h`;

/** Known times along the facts about flags. */
const FALLING = `
  select sequence::text from (select sequence, known_at_ms, lag(known_at_ms) over (order by sequence) as before from threshold_monitor.flag_event) as told
  where known_at_ms < before`;

export async function commitFaults(client: pg.Client): Promise<string[]> {
  const shared = await client.query<{ change: string }>(SHARED);
  const falling = await client.query<{ sequence: string }>(FALLING);
  const head = await client.query<Record<string, boolean>>(HEAD);
  const behind = Object.entries(head.rows[0]!).filter(([, agrees]) => !agrees);
  return [
    ...shared.rows.map(({ change }) => `change ${change} was committed by two transactions`),
    ...falling.rows.map(({ sequence }) => `the known time falls at fact ${sequence} about flags`),
    ...behind.map(([what]) => `the head does not say how far the ${what} go`),
  ];
}
