import type { Caller } from './caller.js';
import type { Problem } from './problem.js';

/** Why a token does not let its bearer in, and how that is answered. */
export const TOKEN_PROBLEMS = {
  TOKEN_MISSING: { status: 401, title: 'A bearer token is required' },
  TOKEN_INVALID: { status: 401, title: 'The token is not one of ours or was changed' },
  TOKEN_EXPIRED: { status: 401, title: 'The token has expired' },
  TOKEN_REVOKED: { status: 401, title: 'The session that the token is of has ended' },
  TOKEN_WRONG_AUDIENCE: { status: 401, title: 'The token was made for another service' },
  TOKEN_WITHOUT_ROLE: { status: 403, title: 'The token does not say in which role its bearer speaks' },
  TOKEN_WITHOUT_TENANT: { status: 403, title: 'The token does not say for which provider its bearer speaks' },
  TOKEN_TOO_WEAK: { status: 403, title: 'The person has to sign in with a second factor' },
  TOKEN_OF_NO_PROVIDER: { status: 403, title: 'The token names a provider, and its role is the scheme’s' },
  TOKEN_WITHOUT_AUTHORITY: { status: 403, title: 'The token does not say for which authority its bearer works' },
  ISSUER_UNAVAILABLE: { status: 503, title: 'The token cannot be checked now', retryAfterSeconds: 2 },
} as const satisfies Record<string, Problem>;

export interface TokenRefusal {
  code: keyof typeof TOKEN_PROBLEMS;
  detail: string;
}

/** Tells who a bearer token speaks for. */
export abstract class TokenVerifier {
  abstract verify(token: string): Promise<{ caller: Caller } | { refused: TokenRefusal }>;
}
