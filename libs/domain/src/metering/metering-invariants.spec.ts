import fc from 'fast-check';
import type { AcceleratorPeaks } from '../catalogue/accelerator-peaks.js';
import { Evidence, evidenceOf, formatOf, grade, kindOf, workloadEvidenceOf, workloadOf } from '../usage/record-columns.js';
import { HOUR_MS, splitHours } from './hour-slots.js';
import { DIVISOR, meterSlot, type ThreeTotals } from './meter-slot.js';
import { METERING_POLICY_V1, workloadFactors } from './metering-policy.js';
import { anyGrade, anyPeaks, anyPpm, anySlotMs, slotOf } from './metering-records.fixture.js';
import { selectPeaks } from './peak-selection.js';

const policy = METERING_POLICY_V1;
const RUNS = { numRuns: 5_000 };
const meter = (peaks: AcceleratorPeaks, g: number, ppm: number, q: number): ThreeTotals => meterSlot(policy, peaks, slotOf(g, ppm, q));
const ordered = (totals: ThreeTotals): boolean => totals.lower <= totals.expected && totals.expected <= totals.upper;
const within = (inner: ThreeTotals, outer: ThreeTotals): boolean => inner.lower >= outer.lower && inner.upper <= outer.upper;
const add = (a: ThreeTotals, b: ThreeTotals): ThreeTotals => ({
  lower: a.lower + b.lower,
  expected: a.expected + b.expected,
  upper: a.upper + b.upper,
});
const regrade = (g: number, changed: { evidence?: number; workloadEvidence?: number }): number =>
  grade(kindOf(g), formatOf(g), changed.evidence ?? evidenceOf(g), workloadOf(g), changed.workloadEvidence ?? workloadEvidenceOf(g));

describe('the metering formula', () => {
  it('keeps lower <= expected <= upper for every slot, record and sum', () => {
    const slots = fc.array(fc.tuple(anyPeaks, anyGrade, anyPpm, anySlotMs), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(slots, (records) => {
        const totals = records.map((record) => meter(...record));
        return totals.every(ordered) && ordered(totals.reduce(add));
      }),
      RUNS,
    );
  });

  it('posts nothing for no use', () => {
    fc.assert(
      fc.property(anyPeaks, anyGrade, anyPpm, (peaks, g, ppm) => {
        expect(meter(peaks, g, ppm, 0)).toEqual({ lower: 0n, expected: 0n, upper: 0n });
      }),
      { numRuns: 500 },
    );
  });

  it('never falls when there is more use, or more utilisation', () => {
    fc.assert(
      fc.property(anyPeaks, anyGrade, anyPpm, anyPpm, anySlotMs, anySlotMs, (peaks, g, ppm, otherPpm, q, otherQ) => {
        const least = meter(peaks, g, Math.min(ppm, otherPpm), Math.min(q, otherQ));
        const most = meter(peaks, g, Math.max(ppm, otherPpm), Math.max(q, otherQ));
        return least.lower <= most.lower && least.expected <= most.expected && least.upper <= most.upper;
      }),
      RUNS,
    );
  });

  it('narrows the bounds, or leaves them, as evidence grows, for the value and for the workload apart', () => {
    fc.assert(
      fc.property(anyPeaks, anyGrade, anyPpm, anySlotMs, fc.nat(2), (peaks, g, ppm, q, evidence) => {
        const weaker = meter(peaks, regrade(g, { evidence }), ppm, q);
        const byValue = meter(peaks, regrade(g, { evidence: evidence + 1 }), ppm, q);
        const unlabelled = meter(peaks, regrade(g, { workloadEvidence: evidence }), ppm, q);
        const labelled = meter(peaks, regrade(g, { workloadEvidence: evidence + 1 }), ppm, q);
        return within(byValue, weaker) && labelled.upper === unlabelled.upper && labelled.expected <= unlabelled.expected;
      }),
      RUNS,
    );
  });

  it('rounds once: within one of the exact value below and above, within a half for expected', () => {
    fc.assert(
      fc.property(anyPeaks, anyGrade, anyPpm, anySlotMs, (peaks, g, ppm, q) => {
        const once = meter(peaks, g, ppm, q);
        const exact = exactly(peaks, g, ppm, q);
        const below = exact.lower - once.lower * DIVISOR;
        const above = once.upper * DIVISOR - exact.upper;
        const off = 2n * (exact.expected - once.expected * DIVISOR);
        return below >= 0n && below < DIVISOR && above >= 0n && above < DIVISOR && off >= -DIVISOR && off < DIVISOR;
      }),
      RUNS,
    );
  });

  it('a record is the sum of its hour slots: bounds stay bounds, and no slot adds more than its own rounding', () => {
    const record = fc.tuple(
      anyPeaks,
      anyGrade,
      anyPpm,
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.nat(HOUR_MS),
      fc.integer({ min: 1, max: 100 * HOUR_MS }),
    );
    fc.assert(
      fc.property(record, ([peaks, g, ppm, count, start, length]) => {
        const slots = splitHours(start, start + length);
        const sum = slots.map((slot) => meter(peaks, g, ppm, count * slot.ms)).reduce(add);
        const exact = exactly(peaks, g, ppm, count * length);
        const allowed = BigInt(slots.length) * DIVISOR;
        const below = exact.lower - sum.lower * DIVISOR;
        const above = sum.upper * DIVISOR - exact.upper;
        return below >= 0n && below < allowed && above >= 0n && above < allowed;
      }),
      { numRuns: 2_000 },
    );
  });
});

/** q x p x U x W of each total without any division, from a slot of 1e19 accelerator-milliseconds, which divides evenly. */
function exactly(peaks: AcceleratorPeaks, g: number, ppm: number, q: number): ThreeTotals {
  const unit = meterSlot(policy, peaks, { ...slotOf(g, ppm, 0), acceleratorMs: DIVISOR });
  return { lower: unit.lower * BigInt(q), expected: unit.expected * BigInt(q), upper: unit.upper * BigInt(q) };
}

describe('workload factors', () => {
  it('believe a label of inference only as far as the provider or the hardware says so, and never for the upper total', () => {
    const inference = [Evidence.DECLARED, Evidence.BILLED, Evidence.TELEMETRY, Evidence.ATTESTED].map((evidence) =>
      workloadFactors(policy, 2, evidence),
    );
    expect(inference.map(({ lower, expected, upper }) => [lower, expected, upper])).toEqual([
      [0, 10, 10],
      [0, 10, 10],
      [0, 1, 10],
      [0, 0, 10],
    ]);
    for (const workload of [0, 1, 3])
      expect(workloadFactors(policy, workload, Evidence.ATTESTED)).toEqual({ lower: 10, expected: 10, upper: 10 });
  });

  it('do not exist for a workload or an evidence that does not', () => {
    expect(() => workloadFactors(policy, 4, 0)).toThrow('no such workload: 4');
    expect(() => workloadFactors(policy, 2, 4)).toThrow('no such evidence: 4');
  });
});

describe('selected peaks', () => {
  it('are ordered for every model and record', () => {
    fc.assert(
      fc.property(anyPeaks, anyGrade, (peaks, g) => {
        const selected = selectPeaks(peaks, kindOf(g), formatOf(g), evidenceOf(g));
        return selected.lower <= selected.expected && selected.expected <= selected.upper;
      }),
      RUNS,
    );
  });
});
