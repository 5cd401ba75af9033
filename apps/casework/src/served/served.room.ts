import { PostgresServedIndex } from '../postgres/served-index.postgres.js';
import type { Room } from '../room.js';
import { ServedController } from './served.controller.js';
import { ServedProjector } from './served.projector.js';
import { ServedIndex } from './served-index.port.js';

export const SERVED_ROOM: Room = {
  controllers: [ServedController],
  providers: [{ provide: ServedIndex, useClass: PostgresServedIndex }, ServedProjector],
  projectors: [ServedProjector],
};
