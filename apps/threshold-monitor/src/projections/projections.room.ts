import { RulesInForce } from '../ask/rules-in-force.js';
import { PostgresOpenProjections } from '../postgres/open-projections.postgres.js';
import type { Room } from '../room.js';
import { ScopeHoursReader } from '../totals/scope-hours.js';
import { ProjectionsController } from './projections.controller.js';
import { OpenProjections } from './projections.port.js';
import { ProjectionsQueries } from './projections.query.js';

export const PROJECTIONS_ROOM: Room = {
  controllers: [ProjectionsController],
  providers: [{ provide: OpenProjections, useClass: PostgresOpenProjections }, RulesInForce, ScopeHoursReader, ProjectionsQueries],
};
