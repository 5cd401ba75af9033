import { PostgresEvaluations } from '../postgres/evaluations.postgres.js';
import type { Room } from '../room.js';
import { EvaluationsController } from './evaluations.controller.js';
import { Evaluations } from './evaluations.port.js';

export const EVALUATIONS_ROOM: Room = {
  controllers: [EvaluationsController],
  providers: [{ provide: Evaluations, useClass: PostgresEvaluations }],
};
