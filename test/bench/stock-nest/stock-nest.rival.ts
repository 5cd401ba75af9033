/** Runs the stock rival on a topic until its database holds every report, and reads its totals. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { TotalsRow } from '../fleet/expected-totals.js';
import type { Filled } from '../fleet/fill.js';
import { runNode } from '../machine/child.js';
import { cpuSeconds } from '../machine/processes.js';
import type { Sample } from '../machine/progress.js';

export interface StockRun {
  samples: Sample[];
  totals: Map<string, TotalsRow>;
  cpuSeconds: number;
}

export async function drainWithStockNest(bootstrap: string, databaseUrl: string, topic: string, filled: Filled): Promise<StockRun> {
  const environment = { STOCK_BROKERS: bootstrap, STOCK_DATABASE_URL: databaseUrl, STOCK_TOPIC: topic };
  const program = runNode(join(import.meta.dirname, 'stock-nest.main.js'), environment);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const samples = await Promise.race([watch(client, filled), program.ended]);
    const used = cpuSeconds(program.pid);
    return { samples, totals: await readTotals(client), cpuSeconds: used };
  } finally {
    await client.end();
    await program.stop('SIGKILL');
  }
}

async function watch(client: pg.Client, { reports, messages }: Filled): Promise<Sample[]> {
  const distinct = reports.reduce((a, b) => a + b, 0);
  const samples: Sample[] = [];
  for (let before = 0; before < distinct; await sleep(100)) {
    const now = await countReports(client);
    // Only distinct reports can be seen; the repeated ones among them cost their share of the time too.
    if (now !== before) samples.push({ atMs: Date.now(), messages: (now * messages) / distinct });
    before = now;
  }
  return samples;
}

async function countReports(client: pg.Client): Promise<number> {
  const exists = await client.query(`select to_regclass('stock_report') is not null as made`);
  if (!exists.rows[0].made) return 0;
  return (await client.query('select count(*)::int as reports from stock_report')).rows[0].reports;
}

async function readTotals(client: pg.Client): Promise<Map<string, TotalsRow>> {
  const { rows } = await client.query({
    text: `select concat_ws('|', provider, account, cluster, model, hour), "acceleratorMs", lower, expected, upper from stock_total`,
    rowMode: 'array',
  });
  return new Map((rows as string[][]).map(([key, ...amounts]) => [key!, amounts.map(Number) as TotalsRow]));
}
