import { newRecoveryCodes, readRecoveryCode } from './one-time.js';
import { hashPassword, isPassword, passwordFault } from './password.js';
import { newTotpSecret, totpCode, totpStep, totpUri } from './totp.js';

describe('passwords', () => {
  it('are kept as argon2id with the parameters that are stated, each with a salt of its own', async () => {
    const [one, two] = await Promise.all([hashPassword('a tide of words'), hashPassword('a tide of words')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(two);
    expect(await isPassword(one, 'a tide of words')).toBe(true);
    expect(await isPassword(one, 'a tide of word')).toBe(false);
  });

  it('are the same in every way that a keyboard may write them', async () => {
    const hash = await hashPassword('größer als das Meer');
    expect(await isPassword(hash, 'gro\u0308ßer als das Meer')).toBe(true);
  });

  it('are never those of nobody', async () => {
    expect(await isPassword(undefined, '')).toBe(false);
  });

  it('are long and not the obvious one', () => {
    expect(passwordFault('short', 'ana')).toContain('12');
    expect(passwordFault('x'.repeat(257), 'ana')).toContain('256');
    expect(passwordFault('aaaaaaaaaaaaaaa', 'bo')).toContain('different');
    expect(passwordFault('I am Anais of Aurora', 'anais')).toContain('user name');
    expect(passwordFault('a book of words', 'bo')).toBeUndefined();
  });
});

describe('codes of an authenticator app', () => {
  it('are those of RFC 6238', () => {
    // The first 20 bytes of its appendix B, "12345678901234567890", six digits of each.
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    expect(totpCode(secret, 59_000)).toBe('287082');
    expect(totpCode(secret, 1_111_111_109_000)).toBe('081804');
    expect(totpStep(secret, '287082', 59_000)).toBe(1);
  });

  it('are good a step before and after their own, and are told by their step', () => {
    const secret = newTotpSecret();
    const code = totpCode(secret, 300_000);
    expect([270_000, 300_000, 359_000].map((at) => totpStep(secret, code, at))).toEqual([10, 10, 10]);
    expect([239_000, 360_000].map((at) => totpStep(secret, code, at))).toEqual([undefined, undefined]);
    expect(totpUri(secret, 'ana')).toContain('otpauth://totp/Tidemark:ana?issuer=Tidemark');
  });
});

describe('recovery codes', () => {
  it('are ten different ones, read as people type them', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(readRecoveryCode(` ${code.toUpperCase().replaceAll('-', ' ')} `)).toBe(code);
    expect(readRecoveryCode('123456')).toBeUndefined();
  });
});
