import { PostgresFactStream } from '../postgres/fact-stream.postgres.js';
import type { Room } from '../room.js';
import { CaseFacts } from './case-facts.projector.js';
import { FactStream } from './fact-stream.port.js';

export const EVENTS_ROOM: Room = {
  providers: [{ provide: FactStream, useClass: PostgresFactStream }, CaseFacts],
  projectors: [CaseFacts],
};
