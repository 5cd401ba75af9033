import { createEventLog } from '@tidemark/messaging';
import { dumpSchema, openAppDatabase } from '@tidemark/persistence';
import { CASEWORK_DATABASE } from '../../apps/casework/src/casework-database.js';
import { REGISTRY_DATABASE } from '../../apps/customer-registry/src/registry-database.js';
import { FACILITY_DATABASE } from '../../apps/facility-registry/src/facility-database.js';
import { ISSUER_APP, ISSUER_MIGRATIONS } from '../../apps/standalone/src/issuer/issuer-storage.postgres.js';
import { MONITOR_DATABASE } from '../../apps/threshold-monitor/src/monitor-database.js';
import { LEDGER_DATABASE } from '../../apps/usage-ledger/src/ledger-database.js';

const APPS = [
  { file: 'apps/casework/src/postgres/schema.sql', ...CASEWORK_DATABASE },
  { file: 'apps/customer-registry/src/postgres/schema.sql', ...REGISTRY_DATABASE },
  { file: 'apps/facility-registry/src/postgres/schema.sql', ...FACILITY_DATABASE },
  { file: 'apps/standalone/src/issuer/schema.sql', app: ISSUER_APP, migrations: ISSUER_MIGRATIONS },
  { file: 'apps/threshold-monitor/src/postgres/schema.sql', ...MONITOR_DATABASE },
  { file: 'apps/usage-ledger/src/postgres/schema.sql', ...LEDGER_DATABASE },
];
const EVENT_LOG = { file: 'libs/messaging/src/postgres/schema.sql', schema: 'event_log' };

/** Migrates an empty database and reads every schema back: committed file by committed file, what must stand in it. */
export async function dumpAllSchemas(adminUrl: string): Promise<{ file: string; text: string }[]> {
  const dumps: { file: string; text: string }[] = [];
  for (const { file, ...database } of APPS) {
    await (await openAppDatabase({ url: adminUrl, ...database })).close();
    dumps.push({ file, text: await textOf(adminUrl, database.app) });
  }
  const log = createEventLog({ databaseUrl: adminUrl });
  await log.topics();
  await log.close();
  return [...dumps, { file: EVENT_LOG.file, text: await textOf(adminUrl, EVENT_LOG.schema) }];
}

const textOf = async (adminUrl: string, schema: string): Promise<string> =>
  `-- Schema ${schema} after all migrations. Made by "npm run schema"; never run.\n\n${await dumpSchema(adminUrl, schema)}`;
