import 'reflect-metadata';
import { Monitor } from '@tidemark/contracts';
import { requireDatabaseUrl, runApp } from '@tidemark/observability';
import { openAppDatabase } from '@tidemark/persistence';
import { MONITOR_DATABASE } from './monitor-database.js';
import { ThresholdMonitorModule } from './threshold-monitor.module.js';

await runApp({
  title: 'threshold-monitor',
  compose: async ({ databaseUrl }) => {
    const database = await openAppDatabase({ url: requireDatabaseUrl(databaseUrl), ...MONITOR_DATABASE });
    return {
      modules: [ThresholdMonitorModule.register({ database })],
      grpc: { services: [Monitor] },
      close: () => database.close(),
    };
  },
});
