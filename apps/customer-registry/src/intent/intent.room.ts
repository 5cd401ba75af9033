import type { Room } from '../registry/room.js';
import { ExemptionController } from './exemption.controller.js';
import { IntentController } from './intent.controller.js';

export const INTENT_ROOM: Room = { controllers: [IntentController, ExemptionController] };
