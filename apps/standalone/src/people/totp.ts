import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every app understands it. */
const PERIOD_SECONDS = 30;
const FORM = { issuer: 'Tidemark', algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS } as const;
const SECRET_BYTES = 20;

export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** What an authenticator app reads from the picture. */
export const totpUri = (secret: string, username: string): string => new TOTP({ ...FORM, label: username, secret }).toString();

export const totpCode = (secret: string, nowMs: number): string => new TOTP({ ...FORM, secret }).generate({ timestamp: nowMs });

/** The step of time that the code is of, a step before or after now included (clocks differ); undefined: not a code of this secret. */
export function totpStep(secret: string, code: string, nowMs: number): number | undefined {
  const delta = new TOTP({ ...FORM, secret }).validate({ token: code, timestamp: nowMs, window: 1 });
  return delta === null ? undefined : Math.floor(nowMs / 1000 / PERIOD_SECONDS) + delta;
}
