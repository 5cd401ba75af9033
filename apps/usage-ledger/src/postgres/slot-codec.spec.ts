import fc from 'fast-check';
import { decodeSlots, encodeSlots, type Slot } from './slot-codec.js';

const ms = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const version = fc.nat({ max: 1000 });
const slot = fc.record({
  hour: fc.nat({ max: 2 ** 31 }),
  countedMs: ms,
  duplicateMs: ms,
  conflictMs: ms,
  policyVersion: version,
  catalogueVersion: version,
});
const one: Slot = { hour: 500_000, countedMs: 3_600_000, duplicateMs: 0, conflictMs: 0, policyVersion: 1, catalogueVersion: 1 };

describe('slots', () => {
  it('come back as they went in, hours in any order', () =>
    fc.assert(fc.property(fc.array(slot, { maxLength: 30 }), (slots) => expect(decodeSlots(encodeSlots(slots))).toEqual(slots))));

  it('of a month take about ten bytes an hour', () => {
    const month = Array.from({ length: 744 }, (_, i) => ({ ...one, hour: one.hour + i }));
    expect(encodeSlots(month).length).toBeLessThan(744 * 10);
  });

  it('refuses what is no exact number', () => {
    for (const countedMs of [-1, 0.5, 2 ** 53, Number.NaN]) expect(() => encodeSlots([{ ...one, countedMs }])).toThrow(RangeError);
  });

  it('refuses bytes that are cut short or too long', () => {
    const bytes = encodeSlots([one]);
    expect(() => decodeSlots(bytes.subarray(0, -1))).toThrow('cut short');
    expect(() => decodeSlots(Buffer.concat([bytes, Buffer.from([0])]))).toThrow('behind the last slot');
    expect(() => decodeSlots(Buffer.from([1, 255, 255, 255, 255, 255, 255, 255, 255, 1]))).toThrow('2^53');
  });
});
