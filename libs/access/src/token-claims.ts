import type { JWTPayload } from 'jose';
import { type Caller, SCOPES, type Scope } from './caller.js';
import { canSpeakFor, isPersonRole, isRole, ROLES, type Role, worksForAuthority } from './roles.js';
import { isAuthorityId, isProviderId } from './scoped-id.js';
import type { TokenRefusal } from './token-verifier.js';

/** How an issuer says what Tidemark asks. A name with dots is a way into objects: `realm_access.roles`. */
export interface ClaimNames {
  /** A role, or a list of which exactly one is known. */
  role: string;
  provider: string;
  person: string;
  authority: string;
}

export interface ClaimReading {
  names: ClaimNames;
  /** The issuer's own words for roles, beside the roles' own names. */
  roles: Readonly<Record<string, Role>>;
  /** People's tokens must carry one of these in `acr`; none: whatever the issuer asks of people is enough. */
  acrValues: readonly string[];
}

export const TIDEMARK_CLAIMS: ClaimReading = {
  names: { role: 'tidemark_role', provider: 'tidemark_provider', person: 'tidemark_person', authority: 'tidemark_authority' },
  roles: {},
  acrValues: [],
};

/** Reads the claims. A role that is not said is "provider" where a tenant is, and refused otherwise: never the wider right. */
export function callerFrom(payload: JWTPayload, { names, roles, acrValues }: ClaimReading): { caller: Caller } | { refused: TokenRefusal } {
  const provider = claimOf(payload, names.provider);
  const person = claimOf(payload, names.person);
  const role = roleOf(claimOf(payload, names.role), roles) ?? (provider === undefined || person !== undefined ? undefined : 'provider');
  if (!isRole(role))
    return { refused: { code: 'TOKEN_WITHOUT_ROLE', detail: `The claim ${names.role} must be one of ${ROLES.join(', ')}.` } };
  const tenant = tenantOf(role, provider, names.provider);
  if ('refused' in tenant) return tenant;
  const office = authorityIn(role, claimOf(payload, names.authority), names.authority);
  if ('refused' in office) return office;
  const about = { subject: payload.sub as string, scopes: scopesOf(payload), role, ...tenant, ...office };
  if (!isPersonRole(role)) return { caller: about };
  if (acrValues.length > 0 && !acrValues.includes(String(payload.acr)))
    return {
      refused: { code: 'TOKEN_TOO_WEAK', detail: `The claim acr must be one of ${acrValues.join(', ')}: sign in with a second factor.` },
    };
  // The same for every client that a person signs in with, which `sub` need not be.
  return { caller: { ...about, person: typeof person === 'string' && person !== '' ? person : about.subject } };
}

/** A list with two known roles is none: which is meant cannot be told, and the wider must not be taken. */
function roleOf(claim: unknown, roles: ClaimReading['roles']): unknown {
  if (claim === undefined) return undefined;
  const words: unknown[] = Array.isArray(claim) ? claim : [claim];
  const known = new Set(words.map((word) => (typeof word === 'string' && Object.hasOwn(roles, word) ? roles[word] : word)).filter(isRole));
  return known.size === 1 ? [...known][0] : 'none';
}

/** A provider that cannot be read is refused, never taken for none: that would be the wider right. */
function tenantOf(role: Role, provider: unknown, name: string): { provider: string | undefined } | { refused: TokenRefusal } {
  // The scheme's own machines speak for no provider, whatever else stands in their tokens.
  if (role === 'operator' || role === 'oversight') return { provider: undefined };
  if (provider === undefined && canSpeakFor(role, 'scheme')) return { provider: undefined };
  if (typeof provider !== 'string' || !isProviderId(provider))
    return { refused: { code: 'TOKEN_WITHOUT_TENANT', detail: `The claim ${name} must name the provider.` } };
  if (!canSpeakFor(role, 'own'))
    return { refused: { code: 'TOKEN_OF_NO_PROVIDER', detail: `The role ${role} is the scheme's: its tokens name no provider.` } };
  return { provider };
}

/**
 * Whom a regulator or auditor works for; a token that does not say works for the authority that runs the installation. One that says it in a way
 * that cannot be read is refused: to take it for the installation's own would open that authority's cases to another's people.
 */
function authorityIn(role: Role, authority: unknown, name: string): { authority?: string } | { refused: TokenRefusal } {
  if (authority === undefined || !worksForAuthority(role)) return {};
  if (typeof authority === 'string' && isAuthorityId(authority)) return { authority };
  return { refused: { code: 'TOKEN_WITHOUT_AUTHORITY', detail: `The claim ${name} must name the authority.` } };
}

/** A claim of that very name, or else what the dots lead to. */
function claimOf(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name.split('.').reduce<unknown>((at, part) => (isObject(at) && Object.hasOwn(at, part) ? at[part] : undefined), payload);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function scopesOf(payload: JWTPayload): ReadonlySet<Scope> {
  const given = payload.scope ?? payload.scp ?? '';
  const words: unknown[] = Array.isArray(given) ? given : String(given).split(' ');
  return new Set(SCOPES.filter((scope) => words.includes(scope)));
}
