import type { CasePolicy } from './case-policy.js';
import type { Actor, AuthorityId, Instant, PersonId } from './case-vocabulary.js';
import type { CalendarBook } from './clocks/calendar-book.js';

/** What a decision is made with beside the case: passed in, never looked up. */
export interface CaseContext {
  now: Instant;
  actor: Actor;
  calendars: CalendarBook;
  policy: CasePolicy;
  people: PeopleFacts;
}

/** What is known of people that bears on four eyes. Loaded for the persons who matter before it is decided. */
export interface PeopleFacts {
  /** Persons who verified, decided about or linked the customers that this case is about: its subject's own analysts. */
  analysts: ReadonlySet<PersonId>;
  /** Whom persons stand in for, past ones too. */
  delegations: readonly Delegation[];
  /** When a person's role, authority or standing changed. */
  changes: readonly RoleChange[];
}

/** `deputy` does the work of `person` from `from` to `until`. */
export interface Delegation {
  id: string;
  person: PersonId;
  deputy: PersonId;
  from: Instant;
  until: Instant;
  /** Ended before its time. */
  endedAt?: Instant | undefined;
}

export interface RoleChange {
  person: PersonId;
  at: Instant;
  role: string | undefined;
  authority?: AuthorityId | undefined;
}

export const NOBODY_KNOWN: PeopleFacts = { analysts: new Set(), delegations: [], changes: [] };
