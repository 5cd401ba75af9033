import { IdentityReadsController } from './identity-reads.controller.js';
import type { Room } from './room.js';

export const REGISTRY_ROOM: Room = { controllers: [IdentityReadsController] };
