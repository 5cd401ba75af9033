import { PostgresControlEdges } from '../postgres/control-edges.postgres.js';
import type { Room } from '../registry/room.js';
import { BeneficialOwners } from './beneficial-owners.js';
import { ControlChangedTask } from './control-changed.task.js';
import { ControlEdges } from './control-edges.port.js';
import { ControlReader } from './control-reader.js';
import { ControllersController } from './controllers.controller.js';
import { EdgeWordsReader } from './edge-words.reader.js';
import { OwnersController } from './owners.controller.js';
import { StateControlHandler } from './state-control.handler.js';

export const CONTROL_ROOM: Room = {
  controllers: [OwnersController, ControllersController],
  providers: [
    { provide: ControlEdges, useClass: PostgresControlEdges },
    StateControlHandler,
    ControlReader,
    EdgeWordsReader,
    BeneficialOwners,
    ControlChangedTask,
  ],
  tasks: [ControlChangedTask],
};
