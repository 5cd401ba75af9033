import { type Caller, orProblem, problem, resolveProvider } from '@tidemark/access';
import type { Tenant } from '@tidemark/persistence';
import type { ThingName } from './facility-fact.js';
import { FACILITY_REFUSALS } from './refusal-codes.js';

/** Scopes of which any one lets its bearer read facilities: its own, or all of them in the scheme's roles. */
export const READING_SCOPES = ['usage:read', 'facility:write', 'oversight:read'] as const;

/** Whose facilities a caller may see. */
export function tenantSeenBy(caller: Caller): Tenant {
  if (caller.provider !== undefined) return { provider: caller.provider };
  // The role says that somebody oversees; the scope, that this token was made for it.
  if (caller.role === 'operator' || caller.scopes.has('oversight:read')) return { oversight: true };
  throw problem(
    { status: 403, title: 'The token does not allow this' },
    { code: 'MISSING_SCOPE', detail: 'The role oversight reads with the scope oversight:read.', scopes: ['oversight:read'] },
  );
}

/** The provider that a list is limited to: a provider's own always, any or none for who may see several. */
export function providerAskedFor(caller: Caller, asked: string | undefined): string | undefined {
  if (caller.provider === undefined && asked === undefined) return undefined;
  return orProblem(resolveProvider(caller, asked)).provider;
}

/** An id as the caller writes it. */
export function shownId(caller: Caller, { provider, id }: Pick<ThingName, 'provider' | 'id'>): string {
  return caller.provider === undefined ? `${provider}/${id}` : id;
}

/** Throws the problem unless the operator calls. */
export function requireOperator(caller: Caller): void {
  if (caller.role === 'operator') return;
  const { status, title, remedy } = FACILITY_REFUSALS.OPERATOR_ONLY;
  throw problem({ status, title }, { code: 'OPERATOR_ONLY', detail: `Your token speaks in the role ${caller.role}.`, remedy });
}
