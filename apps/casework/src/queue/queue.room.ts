import { PostgresCaseQueue } from '../postgres/queue.postgres.js';
import type { Room } from '../room.js';
import { CaseQueue } from './case-queue.port.js';
import { QueueController } from './queue.controller.js';

export const QUEUE_ROOM: Room = { controllers: [QueueController], providers: [{ provide: CaseQueue, useClass: PostgresCaseQueue }] };
