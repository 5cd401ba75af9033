/**
 * npm run migrate: brings the tables of every service up to date, before new versions of them start (which would do it themselves).
 *
 * Looks at TIDEMARK_DATABASE_URL, else into the data folder of `npm start`, running or not. As an administrator it does all services and
 * makes their roles; as the role of one service, that service alone. Ends with 0, or with 2 when it could not be done.
 */
import 'reflect-metadata';
import { ConfigError, loadConfig } from '@tidemark/config';
import { createEventLog } from '@tidemark/messaging';
import { findDatabase } from '@tidemark/observability';
import { openAppDatabase } from '@tidemark/persistence';
import { CASEWORK_DATABASE } from '../apps/casework/src/casework-database.js';
import { REGISTRY_DATABASE } from '../apps/customer-registry/src/registry-database.js';
import { FACILITY_DATABASE } from '../apps/facility-registry/src/facility-database.js';
import { ISSUER_APP, ISSUER_MIGRATIONS } from '../apps/standalone/src/issuer/issuer-storage.postgres.js';
import { MONITOR_DATABASE } from '../apps/threshold-monitor/src/monitor-database.js';
import { LEDGER_DATABASE } from '../apps/usage-ledger/src/ledger-database.js';

const SERVICES = [FACILITY_DATABASE, LEDGER_DATABASE, REGISTRY_DATABASE, MONITOR_DATABASE, CASEWORK_DATABASE];
/** Where `npm start` brings its own issuer. */
const EMBEDDED = [...SERVICES, { app: ISSUER_APP, migrations: ISSUER_MIGRATIONS }];

async function main(): Promise<void> {
  const config = loadConfig();
  const { url, embedded, leave } = await findDatabase(config);
  const services = embedded ? EMBEDDED : SERVICES;
  try {
    const role = decodeURIComponent(new URL(url).username);
    const own = services.filter(({ app }) => app === role);
    for (const service of own.length > 0 ? own : services) {
      await (await openAppDatabase({ url, ...service })).close();
      console.log(`${service.app} is up to date.`);
    }
    if (own.length === 0 && !config.kafka) await migrateEventLog(url);
  } finally {
    await leave();
  }
}

/** The log in PostgreSQL brings itself up to date at its first use. */
async function migrateEventLog(databaseUrl: string): Promise<void> {
  const log = createEventLog({ databaseUrl });
  try {
    await log.topics();
    console.log('event_log is up to date.');
  } finally {
    await log.close();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(2);
  },
);
