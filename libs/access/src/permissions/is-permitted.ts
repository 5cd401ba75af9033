import { actorOf, type Caller, type Scope } from '../caller.js';
import type { Problem } from '../problem.js';
import { type Role, type Side, sideOf } from '../roles.js';
import type { Permission } from './permission.js';
import { type ActionOn, permissionOf, type RecordKind } from './permissions.js';

/**
 * Why somebody may not. None of them tells whether a record exists: the first four are decided before any is looked for, and RECORD_UNKNOWN
 * is to be answered exactly as if there were none.
 */
export const PERMISSION_PROBLEMS = {
  MISSING_SCOPE: { status: 403, title: 'The token does not allow this' },
  FORBIDDEN_ROLE: { status: 403, title: 'The role may not do this' },
  OPERATOR_ONLY: { status: 403, title: "Only the scheme's operator may do this" },
  TENANT_REQUIRED: { status: 403, title: 'Only a provider can do this' },
  RECORD_UNKNOWN: { status: 404, title: 'There is no such record' },
  STATE_FORBIDS: { status: 409, title: 'Not in the state that the record is in' },
  SAME_PERSON: { status: 403, title: 'This takes another person' },
} as const satisfies Record<string, Problem>;

export interface PermissionRefusal {
  code: keyof typeof PERMISSION_PROBLEMS;
  detail: string;
  scopes?: readonly Scope[];
}

export type Permitted = { permitted: true } | { refused: PermissionRefusal };

/** What a handler knows of the record. What the row asks for and is not said here, is refused. */
export interface RecordFacts {
  /** The provider that the record belongs to; undefined: the scheme's. */
  provider: string | undefined;
  state?: string;
  /** Everybody whose step this one checks: they may not be the caller. Empty where one person is enough. */
  earlierActors?: readonly string[];
}

const PERMITTED = { permitted: true } as const;

/** Whether the caller's token and role may do this at all, before any record is looked at: what `@Permit` asks. */
export function mayAttempt<Kind extends RecordKind>(caller: Caller, kind: Kind, action: ActionOn<Kind>): Permitted {
  const permission = permissionOf(kind, action);
  const scopes = scopesFor(permission, sideOf(caller));
  if (scopes.length > 0 && !scopes.some((scope) => caller.scopes.has(scope)))
    return { refused: { code: 'MISSING_SCOPE', detail: `One of these scopes is needed: ${scopes.join(', ')}.`, scopes } };
  if (rolesFor(permission, sideOf(caller)).includes(caller.role)) return PERMITTED;
  return { refused: { code: roleCode(permission, caller), detail: `Your token speaks in the role ${caller.role}.` } };
}

/** Whether the caller may do this to this record, in its state. */
export function isPermitted<Kind extends RecordKind>(
  caller: Caller,
  kind: Kind,
  action: ActionOn<Kind>,
  { provider, state, earlierActors }: RecordFacts,
): Permitted {
  const attempt = mayAttempt(caller, kind, action);
  if ('refused' in attempt) return attempt;
  if (caller.provider !== undefined && caller.provider !== provider)
    return { refused: { code: 'RECORD_UNKNOWN', detail: 'There is no such record.' } };
  const { states, anotherPerson } = permissionOf(kind, action);
  if (states && !states.includes(state?.toLowerCase() ?? ''))
    return { refused: { code: 'STATE_FORBIDS', detail: `This can be done only while it is ${states.join(' or ')}.` } };
  if (anotherPerson !== undefined && (earlierActors === undefined || earlierActors.includes(actorOf(caller))))
    return { refused: { code: 'SAME_PERSON', detail: 'Somebody else has to do this: you took a step that it checks.' } };
  return PERMITTED;
}

export const rolesFor = (permission: Permission, side: Side): readonly Role[] => permission[side] ?? [];

export const scopesFor = ({ scopes }: Permission, side: Side): readonly Scope[] => ('own' in scopes ? scopes[side] : scopes);

/** What to mend: another role, another token of the same role, or nothing that the caller could do. */
function roleCode(permission: Permission, caller: Caller): PermissionRefusal['code'] {
  if (rolesFor(permission, 'own').length === 0 && rolesFor(permission, 'scheme').every((role) => role === 'operator'))
    return 'OPERATOR_ONLY';
  return caller.provider === undefined && rolesFor(permission, 'scheme').length === 0 ? 'TENANT_REQUIRED' : 'FORBIDDEN_ROLE';
}
