import type { Role } from './roles.js';

/** What a bearer token allows, coarsely: what its bearer's role may do is in the table of permissions. */
export const SCOPES = [
  'usage:write',
  'usage:read',
  'facility:write',
  'oversight:read',
  'customers:read',
  'customers:write',
  'identity:read',
  'lists:write',
  'rules:write',
  'cases:read',
  'cases:write',
  'cases:admin',
  'requests:read',
  'requests:write',
  'people:read',
  'people:write',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who speaks, as the verified token says. Claims: `sub`, `scope`, `tidemark_provider` (the tenant), `tidemark_role`, `tidemark_person`, `tidemark_authority`. */
export interface Caller {
  subject: string;
  /** The tenant that the caller speaks for; absent for the scheme's own clients and people. */
  provider: string | undefined;
  /** 'operator' runs the installation: makes providers, keeps the catalogue. */
  role: Role;
  scopes: ReadonlySet<Scope>;
  /** The human being, by a pseudonymous id that is the same in every token of hers; absent for machines. */
  person?: string | undefined;
  /** Of a regulator: the authority that she works for; absent: the one that runs this installation. */
  authority?: string | undefined;
}

/** Who is written into a fact as its actor. */
export const actorOf = (caller: Pick<Caller, 'subject' | 'person'>): string => caller.person ?? caller.subject;
