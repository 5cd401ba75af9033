import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Caller, SCOPES, type Scope } from './caller.js';
import { canSpeakFor, isPersonRole, isRole, ROLES, type Role } from './roles.js';
import { isProviderId } from './scoped-id.js';
import { type TokenRefusal, TokenVerifier } from './token-verifier.js';

export interface OidcTokenVerifierOptions {
  /** Exactly as the issuer writes itself in its tokens. */
  issuer: string;
  audience: string;
  /** Where its discovery document is read, when that is not under its own name: an embedded issuer behind a proxy. */
  discoverAt?: string;
  now?: () => number;
}

/** Only signatures by a key pair: "none", and secrets that the issuer would have to share with us, are never accepted. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const CLOCK_SKEW_SECONDS = 30;
const REQUEST_TIMEOUT_MS = 5000;
/** A token that was good stays good this long without looking again. */
const REMEMBERED_MS = 30_000;
const REMEMBERED_MAX = 1000;

/** {@link TokenVerifier} for the tokens of any OpenID Connect issuer: discovery, published keys, issuer, audience and time. */
export class OidcTokenVerifier extends TokenVerifier {
  private keys: Promise<JWTVerifyGetKey> | undefined;
  private readonly remembered = new Map<string, { caller: Caller; untilMs: number }>();
  private readonly now: () => number;

  constructor(private readonly options: OidcTokenVerifierOptions) {
    super();
    this.now = options.now ?? Date.now;
  }

  async verify(token: string): Promise<{ caller: Caller } | { refused: TokenRefusal }> {
    const known = this.remembered.get(token);
    if (known && this.now() < known.untilMs) return { caller: known.caller };
    let payload: JWTPayload;
    try {
      payload = await this.payloadOf(token);
    } catch (error) {
      return { refused: refusalOf(error) };
    }
    const result = callerOf(payload);
    if ('caller' in result) this.remember(token, result.caller, payload.exp as number);
    return result;
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    const { issuer, audience } = this.options;
    this.keys ??= this.discover();
    const keys = await this.keys.catch((error: unknown) => {
      this.keys = undefined;
      throw error;
    });
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_SKEW_SECONDS,
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(this.now()),
    });
    return payload;
  }

  private async discover(): Promise<JWTVerifyGetKey> {
    const { issuer, discoverAt = issuer } = this.options;
    const url = `${discoverAt.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS), redirect: 'error' }).catch((cause: unknown) => {
      throw new IssuerUnavailable(`${url} does not answer`, { cause });
    });
    if (!answer.ok) throw new IssuerUnavailable(`${url} answered ${answer.status}`);
    const metadata = (await answer.json().catch(() => ({}))) as { issuer?: unknown; jwks_uri?: unknown };
    // Another name there means other tokens: a wrong setting must not pass for a working one.
    if (metadata.issuer !== issuer || typeof metadata.jwks_uri !== 'string')
      throw new IssuerUnavailable(`${url} does not describe the issuer ${issuer}`);
    return createRemoteJWKSet(new URL(metadata.jwks_uri), { timeoutDuration: REQUEST_TIMEOUT_MS, cooldownDuration: 5000 });
  }

  private remember(token: string, caller: Caller, expiresSeconds: number): void {
    // Oldest out first: a Map keeps the order of insertion.
    if (this.remembered.size >= REMEMBERED_MAX) this.remembered.delete(this.remembered.keys().next().value as string);
    this.remembered.set(token, { caller, untilMs: Math.min(this.now() + REMEMBERED_MS, expiresSeconds * 1000) });
  }
}

class IssuerUnavailable extends Error {}

function refusalOf(error: unknown): TokenRefusal {
  if (error instanceof IssuerUnavailable || error instanceof errors.JWKSTimeout)
    return { code: 'ISSUER_UNAVAILABLE', detail: 'The issuer of the tokens does not answer. Try again.' };
  if (error instanceof errors.JWTExpired) return { code: 'TOKEN_EXPIRED', detail: 'Ask the token endpoint for a new token.' };
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud')
    return { code: 'TOKEN_WRONG_AUDIENCE', detail: 'Ask the token endpoint for a token for this service.' };
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid)
    return { code: 'TOKEN_INVALID', detail: 'The token is not a signed token of the issuer that this installation trusts.' };
  // What jose throws of its own is about the token; anything else is the network under the key set.
  if (error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC')
    return { code: 'TOKEN_INVALID', detail: `The token cannot be accepted: ${error.message}.` };
  return { code: 'ISSUER_UNAVAILABLE', detail: "The issuer's keys cannot be read. Try again." };
}

/** Reads the claims. A role that is not said is "provider" where a tenant is, and refused otherwise: never the wider right. */
function callerOf(payload: JWTPayload): { caller: Caller } | { refused: TokenRefusal } {
  const provider = payload.tidemark_provider;
  const role = payload.tidemark_role ?? (provider === undefined ? undefined : 'provider');
  if (!isRole(role))
    return { refused: { code: 'TOKEN_WITHOUT_ROLE', detail: `The claim tidemark_role must be one of ${ROLES.join(', ')}.` } };
  const tenant = tenantOf(role, provider);
  if ('refused' in tenant) return tenant;
  const about = { subject: payload.sub as string, scopes: scopesOf(payload), role, ...tenant };
  return { caller: isPersonRole(role) ? { ...about, person: personOf(payload) } : about };
}

/** A provider that cannot be read is refused, never taken for none: that would be the wider right. */
function tenantOf(role: Role, provider: unknown): { provider: string | undefined } | { refused: TokenRefusal } {
  // The scheme's own machines speak for no provider, whatever else stands in their tokens.
  if (role === 'operator' || role === 'oversight') return { provider: undefined };
  if (provider === undefined && canSpeakFor(role, 'scheme')) return { provider: undefined };
  if (typeof provider !== 'string' || !isProviderId(provider))
    return { refused: { code: 'TOKEN_WITHOUT_TENANT', detail: 'The claim tidemark_provider must name the provider.' } };
  if (!canSpeakFor(role, 'own'))
    return { refused: { code: 'TOKEN_OF_NO_PROVIDER', detail: `The role ${role} is the scheme's: its tokens name no provider.` } };
  return { provider };
}

/** The same for every client that a person signs in with, which `sub` need not be. */
function personOf({ tidemark_person: person, sub }: JWTPayload): string {
  return typeof person === 'string' && person !== '' ? person : (sub as string);
}

function scopesOf(payload: JWTPayload): ReadonlySet<Scope> {
  const given = payload.scope ?? payload.scp ?? '';
  const words: unknown[] = Array.isArray(given) ? given : String(given).split(' ');
  return new Set(SCOPES.filter((scope) => words.includes(scope)));
}
