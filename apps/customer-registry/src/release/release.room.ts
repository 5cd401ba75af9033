import { PostgresCaseGrants } from '../postgres/case-grants.postgres.js';
import type { Room } from '../registry/room.js';
import { CaseFactsConsumer } from './case-facts.consumer.js';
import { CaseGrants } from './case-grants.port.js';
import { CaseTopic } from './case-topic.js';
import { ReleaseGrpcController } from './release.grpc-controller.js';
import { ReleaseIdentityHandler } from './release-identity.handler.js';

export const RELEASE_ROOM: Room = {
  controllers: [CaseFactsConsumer, ReleaseGrpcController],
  providers: [{ provide: CaseGrants, useClass: PostgresCaseGrants }, CaseTopic, ReleaseIdentityHandler],
};
