/**
 * npm run rebuild:identity: rebuilds from `customer.v1`, and from the facts of snapshots, what the registry's tables say of customers, links,
 * resellers, ownership and parties, and compares. Looks into TIDEMARK_DATABASE_URL, else into the data folder of `npm start`, which may
 * be running. Ends with 0 when all agrees, 1 on any difference, 2 when it could not be done.
 */
import 'reflect-metadata';
import { ConfigError, loadConfig } from '@tidemark/config';
import { findDatabase, openEventLog } from '@tidemark/observability';
import { openAppDatabase } from '@tidemark/persistence';
import { PostgresCustomerFacts } from '../postgres/kept-facts.postgres.js';
import { PostgresRegisteredIdentity } from '../postgres/registered-identity.postgres.js';
import { REGISTRY_DATABASE } from '../registry-database.js';
import { type RebuildReport, rebuildIdentity } from './rebuild-identity.js';

const SHOWN_MAX = 20;

async function main(): Promise<number> {
  const config = loadConfig();
  const { url, leave } = await findDatabase(config);
  const database = await openAppDatabase({ url, ...REGISTRY_DATABASE });
  const eventLog = await openEventLog({ ...config, databaseUrl: url });
  try {
    const { transactions } = database;
    const sources = { transactions, facts: new PostgresCustomerFacts(), registered: new PostgresRegisteredIdentity(), eventLog };
    const reports = await rebuildIdentity(sources);
    reports.forEach(print);
    const differing = reports.reduce((sum, { differences }) => sum + differences.length, 0);
    console.log(differing === 0 ? 'Everything agrees.' : `${differing} differ.`);
    return differing === 0 ? 0 : 1;
  } finally {
    await eventLog.close();
    await database.close();
    await leave();
  }
}

function print({ name, facts, checked, differences }: RebuildReport): void {
  console.log(`${differences.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${facts} facts, ${checked} compared, ${differences.length} differ`);
  for (const one of differences.slice(0, SHOWN_MAX))
    console.log(`       ${one.name}: stands ${one.stands ?? 'nowhere'}, rebuilt ${one.rebuilt ?? 'not at all'}`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(2);
  },
);
