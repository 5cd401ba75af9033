import { type Caller, orProblem, problem, resolveProvider } from '@tidemark/access';
import type { Tenant } from '@tidemark/persistence';
import type { ThingName } from './facility-fact.js';

/** Whose facilities a caller may see. */
export function tenantSeenBy(caller: Caller): Tenant {
  if (caller.provider !== undefined) return { provider: caller.provider };
  // The role says that somebody oversees; the scope, that this token was made for it. An administrator gets here for providers alone.
  if (caller.role === 'operator' || caller.role === 'administrator' || caller.scopes.has('oversight:read')) return { oversight: true };
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
