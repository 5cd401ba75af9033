import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Caller } from './caller.js';
import { type ClaimReading, callerFrom, TIDEMARK_CLAIMS } from './token-claims.js';
import { type TokenRefusal, TokenVerifier } from './token-verifier.js';

export interface OidcTokenVerifierOptions {
  /** Exactly as the issuer writes itself in its tokens. */
  issuer: string;
  audience: string;
  /** Where its discovery document is read, when that is not under its own name: an embedded issuer behind a proxy. */
  discoverAt?: string;
  /** How it says who speaks; absent: as the embedded issuer does. */
  claims?: ClaimReading;
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
    const result = callerFrom(payload, this.options.claims ?? TIDEMARK_CLAIMS);
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
