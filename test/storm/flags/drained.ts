/** Whether anything is left to take, carry or follow up, in any app of the path. */
import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS } from '@tidemark/messaging';
import type pg from 'pg';
import type { FlagInstallation } from './flag-installation.js';

const STANDSTILL_MS_MAX = 60_000;

/** Where each app keeps its positions, and what it lives on. */
const CONSUMERS: { table: string; partition: string; topics: readonly string[] }[] = [
  { table: 'usage_ledger.input_position', partition: 'partition', topics: [TOPICS.reports, TOPICS.facility] },
  { table: 'threshold_monitor.input_position', partition: 'partition', topics: [TOPICS.posted, TOPICS.customer, TOPICS.facility] },
  { table: 'customer_registry.consumed_position', partition: 'part', topics: [TOPICS.use, TOPICS.posted] },
];

/** Resolves when nothing is left, twice in a row. As long as it goes on it may take its time; who stands still has stopped. */
export async function untilDrained(installation: FlagInstallation, client: pg.Client): Promise<void> {
  let [reached, movedMs, quiet] = ['', Date.now(), 0];
  while (quiet < 2) {
    const left = await whatIsLeft(installation, client);
    quiet = left === undefined ? quiet + 1 : 0;
    const now = await positions(client);
    if (now !== reached) movedMs = Date.now();
    reached = now;
    if (Date.now() - movedMs > STANDSTILL_MS_MAX) throw new Error(`nothing has moved for ${STANDSTILL_MS_MAX / 1000} s: ${left}`);
    await sleep(300);
  }
}

async function positions(client: pg.Client): Promise<string> {
  const sums = CONSUMERS.map(({ table }, n) => `(select sum(next_offset) from ${table}) as moved_${n}`);
  const { rows } = await client.query(`select ${sums.join(', ')}, (select count(*) from customer_registry.registry_task) as tasks`);
  return JSON.stringify(rows);
}

async function whatIsLeft({ log }: FlagInstallation, client: pg.Client): Promise<string | undefined> {
  for (const { table, partition: column, topics } of CONSUMERS)
    for (const topic of topics)
      for (const { partition, end } of await log.endOffsets(topic)) {
        const where = `where topic = $1 and ${column} = $2`;
        const { rows } = await client.query<{ next_offset: string }>(`select next_offset from ${table} ${where}`, [topic, partition]);
        const next = BigInt(rows[0]?.next_offset ?? 0);
        // The end may lie behind markers that are no messages: nothing readable may be left.
        if (next < end && (await log.read(topic, partition, next, 1)).length > 0)
          return `${table} has taken ${topic}/${partition} up to ${next} of ${end}`;
      }
  return (await waitingOutbox(client)) ?? waitingTask(client);
}

async function waitingOutbox(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ schema: string }>(
    `select table_schema as schema from information_schema.tables where table_name = 'outbox'`,
  );
  for (const { schema } of rows) {
    const { rows: waiting } = await client.query(`select count(*)::int as count from ${schema}.outbox`);
    if (waiting[0].count > 0) return `${waiting[0].count} messages wait in the outbox of ${schema}`;
  }
  return undefined;
}

async function waitingTask(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query(
    'select count(*)::int as count from customer_registry.registry_task where not_before_ms <= $1 or attempts > 0',
    [Date.now()],
  );
  return rows[0].count > 0 ? `${rows[0].count} tasks of the registry wait` : undefined;
}
