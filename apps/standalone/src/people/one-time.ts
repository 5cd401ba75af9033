import { createHash, randomBytes } from 'node:crypto';

/** A plain hash will do for what was made here of at least 100 random bits: it cannot be guessed. */
export const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

export const newToken = (): string => randomBytes(32).toString('base64url');

const RECOVERY_CODES = 10;
/** 32 letters and digits, five bits each, without most that people mix up. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Ten codes of 100 bits, for when the second factor is lost; each works once. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...randomBytes(20)].map((byte) => ALPHABET[byte % 32]).join('');
    return letters.match(/.{5}/g)!.join('-');
  });
}

/** As it was typed, with or without dashes and spaces. */
export function readRecoveryCode(typed: string): string | undefined {
  const letters = typed.toLowerCase().replace(/[\s-]/g, '');
  return /^[a-z0-9]{20}$/.test(letters) ? letters.match(/.{5}/g)!.join('-') : undefined;
}
