import { PostgresIdentityFacts } from '../postgres/intake-identity.postgres.js';
import type { Room } from '../room.js';
import { ConsumedTopics } from './consumed-topics.js';
import { FoldedSubjects } from './folded-subjects.js';
import { IdentityConsumer } from './identity.consumer.js';
import { IdentityFacts } from './identity-facts.port.js';
import { IdentityFold } from './identity-fold.js';
import { SubjectDirectory } from './subject-directory.js';

export const INTAKE_ROOM: Room = {
  controllers: [IdentityConsumer],
  providers: [
    { provide: IdentityFacts, useClass: PostgresIdentityFacts },
    { provide: SubjectDirectory, useClass: FoldedSubjects },
    IdentityFold,
    ConsumedTopics,
  ],
};
