import { PostgresPersonalRemains } from '../postgres/retention-remains.postgres.js';
import type { Room } from '../room.js';
import { ErasureProjector } from './erasure.projector.js';
import { PersonalRemains } from './personal-remains.port.js';
import { RetentionController } from './retention.controller.js';

export const RETENTION_ROOM: Room = {
  controllers: [RetentionController],
  providers: [{ provide: PersonalRemains, useClass: PostgresPersonalRemains }, ErasureProjector],
  projectors: [ErasureProjector],
};
