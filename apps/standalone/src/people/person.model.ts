import type { PersonRole } from '@tidemark/access';

/** invited -> active (enrolled by the one-time link) -> disabled -> active; resetting factors makes an active person invited again. */
export type PersonStatus = 'invited' | 'active' | 'disabled';

export interface Person {
  /** Random, and in every token and fact in place of the name. */
  id: string;
  username: string;
  name: string;
  role: PersonRole;
  /** Undefined: of the scheme. */
  provider: string | undefined;
  /** Of regulators and auditors: whom they work for. Undefined: the authority that runs the installation. */
  authority: string | undefined;
  status: PersonStatus;
  /** Counts the facts that changed it. */
  version: number;
}

export interface Standing {
  name: string;
  role: PersonRole;
  provider?: string | undefined;
  authority?: string | undefined;
}

/** What is recorded about a person, for ever. */
export type PersonFact =
  | ({ kind: 'INVITED'; username: string } & Standing)
  | ({ kind: 'CHANGED' } & Standing)
  | { kind: 'ENROLLED'; factor: 'totp' | 'passkey' }
  | { kind: 'FACTORS_RESET'; reason: string }
  | { kind: 'DISABLED'; reason: string }
  | { kind: 'ENABLED'; reason: string }
  | { kind: 'SIGNED_IN'; session: string; amr: readonly string[] }
  | { kind: 'RECOVERY_CODE_USED' }
  | { kind: 'SESSIONS_ENDED'; sessions: readonly string[] };

/** The person after the fact. Facts that change nothing about who may do what leave it as it is. */
export function evolve(person: Person | undefined, id: string, fact: PersonFact): Person {
  if (fact.kind === 'INVITED') {
    const { kind: _, provider, authority, ...rest } = fact;
    return { id, ...rest, provider, authority, status: 'invited', version: 1 };
  }
  if (!person) throw new Error(`${fact.kind} of a person who was never invited`);
  switch (fact.kind) {
    case 'CHANGED':
      return next(person, { name: fact.name, role: fact.role, provider: fact.provider, authority: fact.authority });
    case 'ENROLLED':
    case 'ENABLED':
      return next(person, { status: 'active' });
    case 'FACTORS_RESET':
      return next(person, { status: 'invited' });
    case 'DISABLED':
      return next(person, { status: 'disabled' });
    case 'SIGNED_IN':
    case 'RECOVERY_CODE_USED':
    case 'SESSIONS_ENDED':
      return person;
    default:
      return fact satisfies never;
  }
}

const next = (person: Person, change: Partial<Person>): Person => ({ ...person, ...change, version: person.version + 1 });
