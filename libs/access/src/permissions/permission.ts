import type { Scope } from '../caller.js';
import type { Role } from '../roles.js';

/** Who may do one thing to one kind of record. Nobody who is not named may. */
export interface Permission {
  /** What is done, for people: one line. */
  does: string;
  /** Roles of a provider, for that provider's own records. */
  own?: readonly Role[];
  /** Roles that speak for no provider: the scheme's own records, and those of all providers. */
  scheme?: readonly Role[];
  /** Of these scopes the token needs any one; none: any valid token will do. Where the two sides differ, each has its own. */
  scopes: readonly Scope[] | { own: readonly Scope[]; scheme: readonly Scope[] };
  /** Only while the record is in one of these states. */
  states?: readonly string[];
  /** Four eyes: whoever proposed it, or decided it first, may not. Says when; whom it concerns is a fact of the record. */
  anotherPerson?: string;
}

export type PermissionsOf = Readonly<Record<string, Permission>>;
