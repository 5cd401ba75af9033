import type { Caller } from './caller.js';
import { PERMISSION_PROBLEMS } from './permissions/is-permitted.js';
import { type Problem, ProblemException } from './problem.js';

/** A provider's id names topics and addresses, hence the narrow alphabet. */
export function isProviderId(id: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(id);
}

/** Authorities have ids of the same make. */
export const isAuthorityId = (id: string): boolean => isProviderId(id);

export interface ScopedId {
  provider: string;
  id: string;
}

export interface ScopedIdRefusal {
  code: keyof typeof TENANCY_PROBLEMS;
  detail: string;
}

export const TENANCY_PROBLEMS = {
  OTHER_TENANT: { status: 403, title: 'This belongs to another provider' },
  PROVIDER_PREFIX_MISSING: { status: 400, title: 'The id does not say of which provider it is' },
  TENANT_REQUIRED: PERMISSION_PROBLEMS.TENANT_REQUIRED,
} as const satisfies Record<string, Problem>;

/**
 * Reads an id of a cluster, account or meter as the caller means it. A provider writes its own id plainly; who may see several providers
 * writes `provider/id`.
 *
 * Accounts and meters may hold a slash themselves, so of a provider the whole text is its own id: another's can then not be named at all.
 * With `slashes: 'never'` (clusters, sites) a prefix can only be a provider: its own is taken off, another's is refused.
 */
export function resolveScopedId(
  caller: Caller,
  raw: string,
  { slashes = 'possible' }: { slashes?: 'possible' | 'never' } = {},
): ScopedId | { refused: ScopedIdRefusal } {
  const at = raw.indexOf('/');
  const [prefix, rest] = at < 0 ? [undefined, raw] : [raw.slice(0, at), raw.slice(at + 1)];
  if (caller.provider !== undefined) {
    if (prefix === undefined || slashes === 'possible') return { provider: caller.provider, id: raw };
    return prefix === caller.provider ? { provider: prefix, id: rest } : { refused: otherTenant(prefix) };
  }
  if (prefix === undefined || rest === '' || !isProviderId(prefix))
    return { refused: { code: 'PROVIDER_PREFIX_MISSING', detail: `Write it as provider/id, not "${raw.slice(0, 40)}".` } };
  return { provider: prefix, id: rest };
}

/** The provider that a caller asks about: its own, which it may leave out, or any for who may see several. */
export function resolveProvider(caller: Caller, raw: string | undefined): { provider: string } | { refused: ScopedIdRefusal } {
  if (caller.provider !== undefined)
    return raw === undefined || raw === caller.provider ? { provider: caller.provider } : { refused: otherTenant(raw) };
  if (raw === undefined || !isProviderId(raw))
    return { refused: { code: 'PROVIDER_PREFIX_MISSING', detail: 'Name the provider by its id.' } };
  return { provider: raw };
}

/** The tenant of a caller who must be a provider. Throws the problem otherwise. */
export function tenantOf(caller: Caller): string {
  if (caller.provider !== undefined) return caller.provider;
  throw new ProblemException(TENANCY_PROBLEMS.TENANT_REQUIRED, {
    code: 'TENANT_REQUIRED',
    detail: `A client of the role ${caller.role} speaks for no provider: use a provider's client.`,
  });
}

/** For edges: the value, or the refusal thrown as its problem. */
export function orProblem<Value extends object>(result: Value | { refused: ScopedIdRefusal }): Value {
  if ('refused' in result) throw new ProblemException(TENANCY_PROBLEMS[result.refused.code], { ...result.refused });
  return result;
}

function otherTenant(provider: string): ScopedIdRefusal {
  return { code: 'OTHER_TENANT', detail: `Your token does not speak for "${provider.slice(0, 64)}".` };
}
