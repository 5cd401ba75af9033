import type { Room } from '../room.js';
import { AppealDecisionsController } from './appeal-decisions.controller.js';
import { AppealsController } from './appeals.controller.js';

export const APPEALS_ROOM: Room = { controllers: [AppealsController, AppealDecisionsController] };
