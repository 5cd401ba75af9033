import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeSegmentInputs, encodeSegmentInputs } from './segment-inputs.js';

describe('segment inputs', () => {
  it('come back byte for byte, in their slots', () =>
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (envelopes) => {
        expect(decodeSegmentInputs(encodeSegmentInputs(envelopes)).map((e) => [...e])).toEqual(envelopes.map((e) => [...e]));
      }),
    ));

  it('refuses bytes that are cut short', () => {
    for (const bytes of [Buffer.from([1, 0, 0]), Buffer.from([2, 0, 0, 0, 7])])
      expect(() => decodeSegmentInputs(zstdCompressSync(bytes))).toThrow('cut short');
  });
});
