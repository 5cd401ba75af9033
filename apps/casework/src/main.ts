import 'reflect-metadata';
import { requireDatabaseUrl, runApp } from '@tidemark/observability';
import { openAppDatabase } from '@tidemark/persistence';
import { openMasterKeys } from '@tidemark/sealing';
import { CaseworkModule } from './casework.module.js';
import { CASEWORK_DATABASE } from './casework-database.js';
import { CASEWORK_RAW_BODY_PATHS } from './rooms.js';

await runApp({
  title: 'casework',
  compose: async ({ databaseUrl, config }) => {
    const masterKeys = await openMasterKeys(config);
    const database = await openAppDatabase({ url: requireDatabaseUrl(databaseUrl), ...CASEWORK_DATABASE });
    return {
      modules: [CaseworkModule.register({ database, masterKeys })],
      rawBodyPaths: CASEWORK_RAW_BODY_PATHS,
      grpc: { services: [] },
      close: () => database.close(),
    };
  },
});
