import { ConsumedPositions, PostgresConsumedPositions } from '@tidemark/persistence';
import { PostgresCustomerFacts } from '../postgres/kept-facts.postgres.js';
import { PostgresUseSignals } from '../postgres/use-signals.postgres.js';
import type { Room } from '../registry/room.js';
import { ConsumedTopics } from './consumed-topics.js';
import { CustomerFacts } from './customer-facts.port.js';
import { CustomerRegistryGrpcController } from './customer-registry.grpc-controller.js';
import { HearSignalHandler } from './hear-signal.handler.js';
import { ServedFactsConsumer } from './served-facts.consumer.js';
import { SnapshotQuery } from './snapshot.query.js';
import { UseSignalsConsumer } from './use-signals.consumer.js';
import { UseSignals } from './use-signals.port.js';

export const EVENTS_ROOM: Room = {
  controllers: [CustomerRegistryGrpcController, UseSignalsConsumer, ServedFactsConsumer],
  providers: [
    { provide: ConsumedPositions, useClass: PostgresConsumedPositions },
    { provide: CustomerFacts, useClass: PostgresCustomerFacts },
    { provide: UseSignals, useClass: PostgresUseSignals },
    ConsumedTopics,
    HearSignalHandler,
    SnapshotQuery,
  ],
};
