import { PostgresIncidentIndex } from '../postgres/incident-index.postgres.js';
import { PostgresIncidentRows } from '../postgres/incident-rows.postgres.js';
import type { Room } from '../room.js';
import { IncidentIndex } from './incident-index.js';
import { IncidentsController } from './incidents.controller.js';
import { IncidentRows } from './incidents.port.js';
import { IncidentsProjector } from './incidents.projector.js';
import { ReportIncidentHandler } from './report-incident.js';

export const INCIDENTS_ROOM: Room = {
  controllers: [IncidentsController],
  providers: [
    { provide: IncidentIndex, useClass: PostgresIncidentIndex },
    { provide: IncidentRows, useClass: PostgresIncidentRows },
    IncidentsProjector,
    ReportIncidentHandler,
  ],
  projectors: [IncidentsProjector],
};
