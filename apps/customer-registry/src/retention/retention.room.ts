import type { Room } from '../registry/room.js';
import { RetentionController } from './retention.controller.js';

export const RETENTION_ROOM: Room = { controllers: [RetentionController] };
