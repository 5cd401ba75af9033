import { type PersonCredentials, type PersonTokens, refresh, signIn } from './person-sign-in.js';

/** Before a token ends, for the way. */
const MARGIN_MS = 60_000;

/** Answers a token of this person that is good for a minute at least: signs in once, then refreshes for as long as the session lasts. */
export function personToken(issuer: string, person: PersonCredentials): () => Promise<string> {
  let held: { tokens: PersonTokens; untilMs: number } | undefined;
  let asking: Promise<string> | undefined;
  const ask = async (): Promise<string> => {
    const refreshToken = held?.tokens.refreshToken;
    const renewed = refreshToken === undefined ? undefined : await refresh(issuer, refreshToken).catch(() => undefined);
    const tokens = renewed ?? (await signIn(issuer, person));
    held = { tokens, untilMs: Date.now() + tokens.expiresInSeconds * 1000 - MARGIN_MS };
    return tokens.accessToken;
  };
  return async () => {
    if (held && Date.now() < held.untilMs) return held.tokens.accessToken;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}
