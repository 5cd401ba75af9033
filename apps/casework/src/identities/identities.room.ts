import type { Room } from '../room.js';
import { GrpcIdentityRelease } from './grpc-identity-release.js';
import { IdentitiesController } from './identities.controller.js';
import { IdentityGrantsController } from './identity-grants.controller.js';
import { IdentityRelease } from './identity-release.port.js';
import { IdentityRequestsController } from './identity-requests.controller.js';
import { ReadIdentityHandler } from './read-identity.handler.js';

export const IDENTITIES_ROOM: Room = {
  controllers: [IdentityRequestsController, IdentityGrantsController, IdentitiesController],
  providers: [{ provide: IdentityRelease, useClass: GrpcIdentityRelease }, ReadIdentityHandler],
};
