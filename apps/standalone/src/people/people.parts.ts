import type { People, Sessions } from './people.port.js';

export interface PeopleParts {
  people: People;
  sessions: Sessions;
  /** The issuer's address, under which one-time links open. */
  issuer: string;
}

/** Injection token of {@link PeopleParts}. */
export const PEOPLE_PARTS = Symbol('PEOPLE_PARTS');
