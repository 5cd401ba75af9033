import type { Pool } from 'pg';
import { onConnection } from './copy-out.postgres.js';
import { MIGRATIONS } from './migrations.js';

/** Any number that nothing else locks with. */
const PREPARE_LOCK = 7_433_625_277;

/** Makes the schema `event_log`, or brings it up to date. Can be run at any time, by several processes at once. */
export async function prepareEventLog(pool: Pool): Promise<void> {
  await onConnection(pool, async (client) => {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [PREPARE_LOCK]);
    // Asked first: "if not exists" wants the right to make schemas even where there is nothing to make.
    const { rowCount } = await client.query(`select from pg_namespace where nspname = 'event_log'`);
    if (rowCount === 0) await client.query('create schema event_log');
    await client.query(
      `create table if not exists event_log.migration (number int primary key, applied_at timestamptz not null default now())`,
    );
    const { rows } = await client.query<{ last: number }>('select coalesce(max(number), 0) as last from event_log.migration');
    for (const [at, sql] of MIGRATIONS.entries()) {
      if (at < rows[0]!.last) continue;
      await client.query(sql);
      await client.query('insert into event_log.migration (number) values ($1)', [at + 1]);
    }
    await client.query('commit');
  });
}
