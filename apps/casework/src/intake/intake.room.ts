import { PostgresIntakeFlags } from '../postgres/intake-flags.postgres.js';
import { PostgresIdentityFacts } from '../postgres/intake-identity.postgres.js';
import { PostgresBroughtRules } from '../postgres/intake-rules.postgres.js';
import type { Room } from '../room.js';
import { BroughtRules } from './brought-rules.port.js';
import { ConsumedTopics } from './consumed-topics.js';
import { FlagGrounds } from './flag-grounds.js';
import { FlagPlaces } from './flag-places.js';
import { FlagsConsumer } from './flags.consumer.js';
import { FoldedSubjects } from './folded-subjects.js';
import { IdentityConsumer } from './identity.consumer.js';
import { IdentityFacts } from './identity-facts.port.js';
import { IdentityFold } from './identity-fold.js';
import { IntakeFlags } from './intake-flags.port.js';
import { KnownRules } from './known-rules.js';
import { PersistentFlagsWorker } from './persistent-flags.worker.js';
import { RulesConsumer } from './rules.consumer.js';
import { SubjectDirectory } from './subject-directory.js';
import { TakeFlagHandler } from './take-flag.handler.js';

export const INTAKE_ROOM: Room = {
  controllers: [IdentityConsumer, RulesConsumer, FlagsConsumer],
  providers: [
    { provide: IdentityFacts, useClass: PostgresIdentityFacts },
    { provide: SubjectDirectory, useClass: FoldedSubjects },
    { provide: BroughtRules, useClass: PostgresBroughtRules },
    { provide: IntakeFlags, useClass: PostgresIntakeFlags },
    IdentityFold,
    KnownRules,
    FlagPlaces,
    FlagGrounds,
    TakeFlagHandler,
    PersistentFlagsWorker,
    ConsumedTopics,
  ],
};
