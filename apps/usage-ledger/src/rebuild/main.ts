/**
 * npm run rebuild: computes what is derived again from the append-only truth and compares it with what stands. Looks into
 * TIDEMARK_DATABASE_URL, else into the data folder of `npm start` (TIDEMARK_HOME), which may be running.
 * Ends with 0 when all agrees, 1 on any difference, 2 when it could not be done.
 */
import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, loadConfig, type TidemarkConfig } from '@tidemark/config';
import { openAppDatabase, startEmbeddedPostgres } from '@tidemark/persistence';
import { LEDGER_DATABASE } from '../ledger-database.js';
import { Rebuild, type StepReport } from './rebuild.js';
import { rebuildSteps } from './rebuild-steps.js';

async function main(): Promise<number> {
  const server = await findServer(loadConfig());
  const database = await openAppDatabase({ url: server.url, ...LEDGER_DATABASE });
  try {
    const reports = await new Rebuild(database.transactions, rebuildSteps()).run(print);
    const differing = reports.reduce((sum, report) => sum + report.differing, 0);
    console.log(differing === 0 ? 'Everything agrees.' : `${differing} differ.`);
    return differing === 0 ? 0 : 1;
  } finally {
    await database.close();
    await server.leave();
  }
}

/** A database, and how to leave it as it was found. */
async function findServer({ databaseUrl, home }: TidemarkConfig): Promise<{ url: string; leave: () => Promise<void> }> {
  if (databaseUrl !== undefined) return { url: databaseUrl, leave: async () => undefined };
  const dataDir = join(home, 'postgres');
  if (!existsSync(join(dataDir, 'pgdata')))
    throw new ConfigError([
      `TIDEMARK_DATABASE_URL is not set, and ${home} (TIDEMARK_HOME) holds no data of "npm start": there is nothing to rebuild`,
    ]);
  const server = await startEmbeddedPostgres({ dataDir });
  return { url: server.url, leave: async () => (server.adopted ? undefined : server.stop()) };
}

function print({ name, checked, differing, differences, durationMs }: StepReport): void {
  console.log(`${differing === 0 ? 'ok  ' : 'FAIL'} ${name}: ${checked}, ${differing} differ (${durationMs} ms)`);
  for (const { what, stands, rebuilt } of differences) console.log(`       ${what}: stands ${stands}, rebuilt ${rebuilt}`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(2);
  },
);
