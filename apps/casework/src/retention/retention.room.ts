import { PostgresPersonalRemains } from '../postgres/retention-remains.postgres.js';
import { PostgresErasedSubjects } from '../postgres/retention-subjects.postgres.js';
import type { Room } from '../room.js';
import { ErasedSubjects } from './erased-subjects.port.js';
import { ErasureProjector } from './erasure.projector.js';
import { PersonalRemains } from './personal-remains.port.js';
import { RetentionController } from './retention.controller.js';
import { SubjectErasuresWorker } from './subject-erasures.worker.js';

export const RETENTION_ROOM: Room = {
  controllers: [RetentionController],
  providers: [
    { provide: PersonalRemains, useClass: PostgresPersonalRemains },
    ErasureProjector,
    { provide: ErasedSubjects, useClass: PostgresErasedSubjects },
    SubjectErasuresWorker,
  ],
  projectors: [ErasureProjector],
};
