import { type Caller, ProblemException } from '@tidemark/access';
import type { Tenant } from '@tidemark/persistence';

/**
 * Whose rows the caller may see: a provider its own, with `usage:read`; who speaks for no provider all, and only with
 * `oversight:read`. A provider's token never opens another provider's rows, whatever scopes it carries.
 */
export function readingTenant(caller: Caller): Tenant {
  const needed = caller.provider === undefined ? 'oversight:read' : 'usage:read';
  if (!caller.scopes.has(needed))
    throw new ProblemException(
      { status: 403, title: 'The token does not allow this' },
      { code: 'MISSING_SCOPE', detail: `This scope is needed: ${needed}.`, scopes: [needed] },
      { 'WWW-Authenticate': `Bearer realm="tidemark", error="insufficient_scope", scope="${needed}"` },
    );
  return caller.provider === undefined ? { oversight: true } : { provider: caller.provider };
}

/** How the caller writes an id of that provider: plainly when it is its own. */
export const writtenId = (tenant: Tenant, provider: string, id: string): string => ('oversight' in tenant ? `${provider}/${id}` : id);
