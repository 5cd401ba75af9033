import 'reflect-metadata';
import { UsageIntake } from '@tidemark/contracts';
import { runApp } from '@tidemark/observability';
import { DOOR_RAW_BODY_PATHS, DOOR_RAW_REQUESTS, IngestGatewayModule } from './ingest-gateway.module.js';

await runApp({
  title: 'Tidemark ingest gateway',
  compose: async () => ({
    modules: [IngestGatewayModule.register()],
    rawBodyPaths: DOOR_RAW_BODY_PATHS,
    grpc: { services: [UsageIntake], rawRequests: DOOR_RAW_REQUESTS },
  }),
});
