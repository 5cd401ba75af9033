import 'reflect-metadata';
import { FacilityRegistry } from '@tidemark/contracts';
import { requireDatabaseUrl, runApp } from '@tidemark/observability';
import { openAppDatabase } from '@tidemark/persistence';
import { FACILITY_DATABASE } from './facility-database.js';
import { FacilityRegistryModule } from './facility-registry.module.js';
import { brokerProvisioning } from './providers/broker-provisioning.js';

await runApp({
  title: 'Tidemark facility registry',
  compose: async ({ databaseUrl, config, eventLog }) => {
    const database = await openAppDatabase({ url: requireDatabaseUrl(databaseUrl), ...FACILITY_DATABASE });
    const intakeProvisioning = brokerProvisioning(config, eventLog);
    return {
      modules: [FacilityRegistryModule.register({ database, ...(intakeProvisioning ? { intakeProvisioning } : {}) })],
      grpc: { services: [FacilityRegistry] },
      close: () => database.close(),
    };
  },
});
