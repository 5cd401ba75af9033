/**
 * npm run rebuild: computes what is derived again from the append-only truth and compares it with what stands. Reads
 * TIDEMARK_DATABASE_URL. Ends with 0 when all agrees, 1 on any difference, 2 when it could not be done.
 */
import 'reflect-metadata';
import { ConfigError, loadConfig } from '@tidemark/config';
import { requireDatabaseUrl } from '@tidemark/observability';
import { openAppDatabase } from '@tidemark/persistence';
import { LEDGER_DATABASE } from '../ledger-database.js';
import { Rebuild, type StepReport } from './rebuild.js';
import { rebuildSteps } from './rebuild-steps.js';

async function main(): Promise<number> {
  const database = await openAppDatabase({ url: requireDatabaseUrl(loadConfig().databaseUrl), ...LEDGER_DATABASE });
  try {
    const reports = await new Rebuild(database.transactions, rebuildSteps()).run(print);
    const differing = reports.reduce((sum, report) => sum + report.differing, 0);
    console.log(differing === 0 ? 'Everything agrees.' : `${differing} differ.`);
    return differing === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
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
