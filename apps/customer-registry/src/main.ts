import 'reflect-metadata';
import { CustomerRegistry } from '@tidemark/contracts';
import { requireDatabaseUrl, runApp } from '@tidemark/observability';
import { openAppDatabase } from '@tidemark/persistence';
import { openMasterKeys } from '@tidemark/sealing';
import { CustomerRegistryModule } from './customer-registry.module.js';
import { REGISTRY_DATABASE } from './registry-database.js';
import { REGISTRY_RAW_BODY_PATHS } from './rooms.js';

await runApp({
  title: 'Tidemark customer registry',
  compose: async ({ databaseUrl, config }) => {
    const masterKeys = await openMasterKeys(config);
    const database = await openAppDatabase({ url: requireDatabaseUrl(databaseUrl), ...REGISTRY_DATABASE });
    return {
      modules: [CustomerRegistryModule.register({ database, masterKeys })],
      rawBodyPaths: REGISTRY_RAW_BODY_PATHS,
      grpc: { services: [CustomerRegistry] },
      close: () => database.close(),
    };
  },
});
