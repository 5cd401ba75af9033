import { PostgresListVersions } from '../postgres/lists.postgres.js';
import type { Room } from '../registry/room.js';
import { ImportListHandler } from './import-list.handler.js';
import { ListVersions } from './list-versions.port.js';
import { ListsController } from './lists.controller.js';

export const LISTS_ROOM: Room = {
  controllers: [ListsController],
  providers: [{ provide: ListVersions, useClass: PostgresListVersions }, ImportListHandler],
  rawBodyPaths: [/^\/v1\/lists\/[^/]+\/versions\/?$/],
};
