import 'reflect-metadata';
import { FacilityRegistry } from '@tidemark/contracts';
import { requireDatabaseUrl, runApp } from '@tidemark/observability';
import { openAppDatabase } from '@tidemark/persistence';
import { FACILITY_DATABASE } from './facility-database.js';
import { FacilityRegistryModule } from './facility-registry.module.js';

await runApp({
  title: 'Tidemark facility registry',
  compose: async ({ databaseUrl }) => {
    const database = await openAppDatabase({ url: requireDatabaseUrl(databaseUrl), ...FACILITY_DATABASE });
    return {
      modules: [FacilityRegistryModule.register({ database })],
      grpc: { services: [FacilityRegistry] },
      close: () => database.close(),
    };
  },
});
