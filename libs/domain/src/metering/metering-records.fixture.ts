import fc from 'fast-check';
import { type AcceleratorPeaks, MAX_PEAK_GFLOPS, PEAK_FORMATS } from '../catalogue/accelerator-peaks.js';
import { evidenceOf, formatOf, grade, kindOf, workloadEvidenceOf, workloadOf } from '../usage/record-columns.js';
import type { MeteredSlot } from './meter-slot.js';

/** Arbitrary records for the property tests, within the contract's limits and leaning towards round figures, where exact division is hardest. */

export const largestSlotMs = 1_000_000 * 3_600_000;

const anyPeak = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 30_000_000 }) },
  { weight: 3, arbitrary: fc.constantFrom(312_000, 156_000, 624_000, 19_500, 989_400, 494_700, 1_978_900, 125_000, 2_500_000, 10_000_000) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: MAX_PEAK_GFLOPS }) },
);

export const anyPeaks: fc.Arbitrary<AcceleratorPeaks> = fc
  .subarray([...PEAK_FORMATS], { minLength: 1 })
  .chain((formats) =>
    fc.tuple(...formats.map((format) => anyPeak.map((peak) => [format, peak] as const))).map((peaks) => Object.fromEntries(peaks)),
  );

export const anyGrade: fc.Arbitrary<number> = fc
  .tuple(fc.nat(5), fc.nat(7), fc.nat(3), fc.nat(3), fc.nat(3))
  .map(([kind, format, evidence, workload, workloadEvidence]) => grade(kind, format, evidence, workload, workloadEvidence));

export const anyPpm: fc.Arbitrary<number> = fc.oneof(
  fc.nat(1_000_000),
  fc.nat(100).map((hundredths) => hundredths * 10_000),
  fc.constantFrom(0, 1, 49_999, 50_000, 50_001, 71_428, 71_429, 949_999, 950_000, 950_001, 1_000_000),
);

export const anySlotMs: fc.Arbitrary<number> = fc.oneof(
  fc.nat(largestSlotMs),
  fc.nat(30_000_000),
  fc.tuple(fc.nat(1_000_000), fc.nat(60)).map(([count, minutes]) => count * minutes * 60_000),
  fc.tuple(fc.nat(1_000), fc.nat(3_600)).map(([count, seconds]) => count * seconds * 1_000),
);

export const slotOf = (g: number, ppm: number, q: number): MeteredSlot => ({
  acceleratorMs: BigInt(q),
  kind: kindOf(g),
  ppm,
  format: formatOf(g),
  evidence: evidenceOf(g),
  workload: workloadOf(g),
  workloadEvidence: workloadEvidenceOf(g),
});
