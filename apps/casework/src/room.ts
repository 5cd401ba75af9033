import type { Provider, Type } from '@nestjs/common';
import type { CaseProjector } from './case-log/case-projector.js';

/** What a room brings to the app: `<room>.room.ts` exports one, and `rooms.ts` lists them all. */
export interface Room {
  controllers?: Type[];
  providers?: Provider[];
  /** Classes among the providers that keep something in step with the log of a case, in the transaction that appends to it. */
  projectors?: Type<CaseProjector>[];
  /** Paths whose handlers read the body themselves: files, whatever their type. */
  rawBodyPaths?: RegExp[];
}
