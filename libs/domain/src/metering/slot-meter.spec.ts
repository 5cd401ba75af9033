import fc from 'fast-check';
import type { AcceleratorPeaks } from '../catalogue/accelerator-peaks.js';
import { grade, kindOf } from '../usage/record-columns.js';
import { DIVISOR, type MeteredSlot, meterSlot } from './meter-slot.js';
import { METERING_POLICY_V1 } from './metering-policy.js';
import { anyGrade, anyPeaks, anyPpm, anySlotMs, largestSlotMs, slotOf } from './metering-records.fixture.js';
import { prepareFactors } from './prepared-factors.js';
import { SlotMeter } from './slot-meter.js';

const meter = new SlotMeter(METERING_POLICY_V1);

function bothWays(peaks: AcceleratorPeaks, g: number, ppm: number, q: number) {
  meter.prepare(peaks, g, ppm);
  const fast = { lower: BigInt(meter.lower(q)), expected: BigInt(meter.expected(q)), upper: BigInt(meter.upper(q)) };
  return { fast, exact: meterSlot(METERING_POLICY_V1, peaks, slotOf(g, ppm, q)) };
}

/** By hand: jest's deep equality on 300,000 bigints costs a minute. */
function mustAgree(peaks: AcceleratorPeaks, g: number, ppm: number, q: number): void {
  const { fast, exact } = bothWays(peaks, g, ppm, q);
  if (fast.lower !== exact.lower || fast.expected !== exact.expected || fast.upper !== exact.upper) expect(fast).toEqual(exact);
}

describe('SlotMeter', () => {
  it('gives the bits of the written formula for any record', () => {
    fc.assert(fc.property(anyPeaks, anyGrade, anyPpm, anySlotMs, mustAgree), { numRuns: 100_000 });
  }, 60_000);

  it('gives them one accelerator-millisecond around every place where an answer changes', () => {
    const nearBoundary = fc.tuple(anyPeaks, anyGrade, anyPpm, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: -2, max: 2 }));
    fc.assert(
      fc.property(nearBoundary, ([peaks, g, ppm, place, off]) => {
        for (const total of ['lower', 'expected', 'upper'] as const)
          for (const q of boundaries(peaks, g, ppm, total, place)) mustAgree(peaks, g, ppm, Math.min(Math.max(q + off, 0), largestSlotMs));
      }),
      { numRuns: 30_000 },
    );
  }, 120_000);

  it('divides the largest slot at the largest peak exactly', () => {
    for (let g = 0; g < 4_096; g++)
      if (kindOf(g) <= 5) for (const ppm of [0, 1, 999_999, 1_000_000]) mustAgree({ BF16: 1e9, FP4: 999_999_937 }, g, ppm, largestSlotMs);
  });

  it('keeps what it prepared apart by model, grade and value', () => {
    const first = grade(4, 3, 2, 1, 0);
    for (const [peaks, g, ppm] of [
      [{ BF16: 10 }, first, 1],
      [{ BF16: 20 }, first, 1],
      [{ BF16: 20 }, 0, 1],
      [{ BF16: 20 }, first, 400_000],
    ] as const)
      mustAgree(peaks, g, ppm, 3_600_000_000);
  });

  it('refuses a policy too fine for exact doubles rather than being nearly right', () => {
    const fine = { ...METERING_POLICY_V1, clockFloorPpm: 700_001 };
    expect(() => prepareFactors(fine, { BF16: 1 }, grade(3, 0, 2, 0, 0))).toThrow('too fine');
  });
});

/** A slot length for which q x factor lands on a whole or half teraFLOP, or as near as whole milliseconds allow: in the worst case for doubles. */
function boundaries(peaks: AcceleratorPeaks, g: number, ppm: number, total: keyof ReturnType<typeof meterSlot>, place: number): number[] {
  const large: MeteredSlot = slotOf(g, ppm, largestSlotMs);
  const reach = meterSlot(METERING_POLICY_V1, peaks, large)[total];
  if (reach === 0n) return [0];
  const wanted = BigInt(Math.floor(Number(reach) * place));
  const q = (wanted * BigInt(largestSlotMs)) / reach;
  const period = Number(DIVISOR / 10n ** 13n);
  return [Number(q), Number(q) - (Number(q) % period), Math.round(Number(q) / 3_600_000) * 3_600_000];
}
