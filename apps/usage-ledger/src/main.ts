import 'reflect-metadata';
import { Ledger } from '@tidemark/contracts';
import { requireDatabaseUrl, runApp } from '@tidemark/observability';
import { openAppDatabase } from '@tidemark/persistence';
import { LEDGER_DATABASE } from './ledger-database.js';
import { UsageLedgerModule } from './usage-ledger.module.js';

await runApp({
  title: 'usage-ledger',
  compose: async ({ databaseUrl }) => {
    const database = await openAppDatabase({ url: requireDatabaseUrl(databaseUrl), ...LEDGER_DATABASE });
    return {
      modules: [UsageLedgerModule.register({ database })],
      grpc: { services: [Ledger] },
      close: () => database.close(),
    };
  },
});
