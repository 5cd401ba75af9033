import type { Room } from '../room.js';
import { EvaluationRequestsController } from './evaluations.controller.js';

export const EVALUATIONS_ROOM: Room = { controllers: [EvaluationRequestsController] };
