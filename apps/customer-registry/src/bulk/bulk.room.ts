import { PostgresBulkOnboardings } from '../postgres/bulk.postgres.js';
import type { Room } from '../registry/room.js';
import { BulkController } from './bulk.controller.js';
import { BulkOnboardings } from './bulk-onboardings.port.js';
import { OnboardBulkTask } from './onboard-bulk.task.js';
import { StartBulkHandler } from './start-bulk.handler.js';

export const BULK_ROOM: Room = {
  controllers: [BulkController],
  providers: [{ provide: BulkOnboardings, useClass: PostgresBulkOnboardings }, StartBulkHandler, OnboardBulkTask],
  tasks: [OnboardBulkTask],
  rawBodyPaths: [/^\/v1\/customers\/bulk\/?$/],
};
