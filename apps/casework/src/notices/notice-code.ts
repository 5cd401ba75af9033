import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const CODE_BYTES = 32;

/** A code that opens one notice. It is shown once and kept as its hash. */
export function newNoticeCode(): { code: string; codeHash: string } {
  const code = randomBytes(CODE_BYTES).toString('base64url');
  return { code, codeHash: hashOf(code) };
}

const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex');

/** In the same time whatever is given, also where there is no notice to compare with. */
export const isNoticeCode = (given: string, codeHash: string = '0'.repeat(64)): boolean =>
  timingSafeEqual(Buffer.from(hashOf(given), 'hex'), Buffer.from(codeHash, 'hex'));
