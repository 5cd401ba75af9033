import { PostgresKnownThen } from '../postgres/known-then.postgres.js';
import type { Room } from '../room.js';
import { EvidenceController } from './evidence.controller.js';
import { KnownThen } from './evidence.port.js';
import { EvidenceQuery } from './evidence.query.js';
import { EvidenceFactsReader } from './evidence-facts.js';
import { VectorsThen } from './vectors-then.js';

export const EVIDENCE_ROOM: Room = {
  controllers: [EvidenceController],
  providers: [{ provide: KnownThen, useClass: PostgresKnownThen }, EvidenceFactsReader, VectorsThen, EvidenceQuery],
};
