import { PostgresServedIndex } from '../postgres/served-index.postgres.js';
import type { Room } from '../room.js';
import { ServedController } from './served.controller.js';
import { ServedProjector } from './served.projector.js';
import { ServedFilesController } from './served-files.controller.js';
import { ServedFiles } from './served-files.js';
import { ServedIndex } from './served-index.port.js';
import { ServedItems } from './served-items.js';

export const SERVED_ROOM: Room = {
  controllers: [ServedController, ServedFilesController],
  providers: [{ provide: ServedIndex, useClass: PostgresServedIndex }, ServedProjector, ServedItems, ServedFiles],
  projectors: [ServedProjector],
  rawBodyPaths: [/^\/v1\/served\/[^/]+\/files$/],
};
