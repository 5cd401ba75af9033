import fc from 'fast-check';
import { HourSums } from './hour-sums.js';
import { type HourVector, sameVectors } from './hour-vector.js';
import { decodeVector, encodeVector } from './hour-vector-bytes.js';

const edge = fc.constantFrom(0n, 1n, -1n, 2n ** 53n, 2n ** 62n, 2n ** 63n - 1n, -(2n ** 63n));
const total = fc.oneof(edge, fc.bigInt(0n, 300n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n));
const hour = fc.oneof(fc.integer({ min: 490_000, max: 490_050 }), fc.integer({ min: -(2 ** 31 - 1), max: 2 ** 31 - 1 }));
const vectors = fc
  .uniqueArray(fc.record({ hour, lower: total, expected: total, upper: total }), { selector: (entry) => entry.hour, maxLength: 40 })
  .map((entries) => HourSums.of(entries));

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const refused = (...bytes: number[]) => decodeVector(Uint8Array.from(bytes));
const malformed = (reason: string, at: number) => ({ refused: { code: 'MALFORMED_VECTOR', reason, at } });

describe('a vector as bytes', () => {
  it('comes back as it was, whatever it holds, and gives the same bytes again', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        const bytes = encodeVector(vector);
        const decoded = decodeVector(bytes);
        if (!('vector' in decoded)) throw new Error(decoded.refused.reason);
        expect(sameVectors(decoded.vector, vector)).toBe(true);
        expect(hex(encodeVector(decoded.vector))).toBe(hex(bytes));
      }),
    );
  });

  it('has bytes that never change', () => {
    const vector = HourSums.of([
      { hour: 100, lower: 0n, expected: 5n, upper: 64n },
      { hour: 101, lower: 0n, expected: 4n, upper: 64n },
      { hour: 110, lower: 1n, expected: 2n ** 60n, upper: 2n ** 63n - 1n },
    ]);
    expect(hex(encodeVector(vector))).toBe('0103c8010008' + '000a8001' + '000100' + '02f8ffffffffffffff1ffefeffffffffffffff01');
  });

  it('takes four bytes an hour of steady use', () => {
    const steady = HourSums.of(
      Array.from({ length: 1_000 }, (_, i) => ({ hour: i, lower: 10n ** 9n, expected: 10n ** 10n, upper: 10n ** 11n })),
    );
    expect(encodeVector(steady).length).toBeLessThan(4_030);
  });

  it('leaves entries of zeros out', () => {
    const vector: HourVector = {
      length: 2,
      hours: Int32Array.of(3, 4),
      lower: BigInt64Array.of(0n, 1n),
      expected: BigInt64Array.of(0n, 1n),
      upper: BigInt64Array.of(0n, 1n),
    };
    expect(hex(encodeVector(vector))).toBe('01010802' + '0202');
    expect(hex(encodeVector(new HourSums()))).toBe('0100');
  });

  it('refuses by name what is no vector', () => {
    expect(refused()).toEqual(malformed('ends in the middle', 0));
    expect(refused(2, 0)).toEqual(malformed('a version that is not known', 1));
    expect(refused(1, 0, 0)).toEqual(malformed('more bytes than a vector', 2));
    expect(refused(1, 1, 8, 2, 2)).toEqual(malformed('fewer bytes than entries', 2));
    expect(refused(1, 1, 8, 0, 0, 0)).toEqual(malformed('an hour without use', 6));
    expect(refused(1, 0x81, 0, 8, 2, 2, 2)).toMatchObject(malformed('a number that is longer than needed', 3));
    expect(refused(1, 1, 0xff, 0xff, 0xff, 0xff, 0x7f, 2, 2, 2)).toMatchObject({ refused: { reason: 'no hour' } });
    expect(refused(1, ...Array(9).fill(0xff), 1)).toMatchObject({ refused: { reason: 'a number that is too large' } });
    expect(refused(1, 1, 8, ...Array(10).fill(0xff), 1, 2, 2)).toMatchObject({ refused: { reason: 'a number that is too large' } });
    expect(refused(1, 1, 8, 2, 2, 0x82)).toMatchObject({ refused: { reason: 'ends in the middle' } });
  });

  it('never takes bytes that it would not have written', () => {
    fc.assert(
      fc.property(vectors, fc.nat(), fc.nat({ max: 255 }), (vector, place, byte) => {
        const bytes = encodeVector(vector);
        bytes[place % bytes.length] = byte;
        const decoded = decodeVector(bytes);
        if ('vector' in decoded) expect(hex(encodeVector(decoded.vector))).toBe(hex(bytes));
      }),
      { numRuns: 1_000 },
    );
  });
});
