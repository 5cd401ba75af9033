import fc from 'fast-check';
import { bytesOfBase64 } from './base64.js';

describe('base64', () => {
  it('reads what any encoder writes: standard or URL-safe, padded or not', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const standard = Buffer.from(bytes).toString('base64');
        const urlSafe = Buffer.from(bytes).toString('base64url');
        for (const text of [standard, urlSafe, standard.replace(/=+$/, '')]) expect(bytesOfBase64(text)).toEqual(bytes);
      }),
    );
  });

  it('refuses what is not base64', () => {
    for (const text of ['A', 'AAAAA', 'AA=', 'A=A=', 'AA AA', 'AA*A', '=', 'AAA==']) expect(bytesOfBase64(text)).toBeUndefined();
  });
});
