import type { AcceleratorPeaks } from '../catalogue/accelerator-peaks.js';
import { ceilQuotient, floorQuotient, nearestQuotient } from './exact-quotient.js';
import type { MeteringPolicy } from './metering-policy.js';
import { BASE, CAP, EXPECTED, INVERSE, LOWER, OFFSET, type PreparedFactors, prepareFactors, SLOPE, UPPER } from './prepared-factors.js';

/**
 * The metering formula for the ledger's hot loop: the same bits as `meterSlot`, in doubles, without an object per record.
 *
 *     meter.prepare(peaks, grade, ppm);                                  // once per record
 *     for each hour: meter.lower(q), meter.expected(q), meter.upper(q)   // whole teraFLOP, below 2^52
 *
 * q is the counted accelerator-milliseconds in one hour slot, 0 to 1,000,000 x 3,600,000 (the contract's limits on a record).
 * Whoever sums the results in a double must stop before 2^53; one slot alone can reach 2^52.
 * One meter serves one loop; it remembers the record it was last prepared for.
 */
export class SlotMeter {
  /** Bits of `MeteringFinding` for the prepared record. */
  findings = 0;
  /** The prepared record's evidence as it counts. */
  effectiveEvidence = 0;
  /** What the prepared record's amounts rest on: see `postingBasis`. */
  basis = 0;

  private peaks: AcceleratorPeaks | undefined;
  private grade = -1;
  private numbers: Float64Array = new Float64Array(15);
  /** Numerators of the prepared record: lower, expected, upper. */
  private readonly numerators = new Float64Array(3);
  /** By identity of the peaks, which a catalogue never changes in place; at most 4,096 grades each. */
  private readonly cache = new WeakMap<AcceleratorPeaks, (PreparedFactors | undefined)[]>();

  constructor(private readonly policy: MeteringPolicy) {}

  /** `grade` as packed in `RecordColumns.grade`; `ppm` is 0 to 1,000,000. Throws for numbers that no checked record can hold. */
  prepare(peaks: AcceleratorPeaks, grade: number, ppm: number): void {
    if (grade !== this.grade || peaks !== this.peaks) this.load(peaks, grade);
    const n = this.numbers;
    const a = this.numerators;
    a[0] = Math.min(Math.max(ppm * n[LOWER + SLOPE]! + n[LOWER + OFFSET]!, 0), n[LOWER + CAP]!);
    a[1] = Math.min(Math.max(ppm * n[EXPECTED + SLOPE]! + n[EXPECTED + OFFSET]!, 0), n[EXPECTED + CAP]!);
    a[2] = Math.min(Math.max(ppm * n[UPPER + SLOPE]! + n[UPPER + OFFSET]!, 0), n[UPPER + CAP]!);
  }

  lower(q: number): number {
    return floorQuotient(q, this.numerators[0]!, this.numbers[LOWER + BASE]!, this.numbers[LOWER + INVERSE]!);
  }

  expected(q: number): number {
    return nearestQuotient(q, this.numerators[1]!, this.numbers[EXPECTED + BASE]!, this.numbers[EXPECTED + INVERSE]!);
  }

  upper(q: number): number {
    return ceilQuotient(q, this.numerators[2]!, this.numbers[UPPER + BASE]!, this.numbers[UPPER + INVERSE]!);
  }

  private load(peaks: AcceleratorPeaks, grade: number): void {
    const prepared = this.find(peaks, grade);
    this.peaks = peaks;
    this.grade = grade;
    this.numbers = prepared.numbers;
    this.findings = prepared.findings;
    this.effectiveEvidence = prepared.effectiveEvidence;
    this.basis = prepared.basis;
  }

  private find(peaks: AcceleratorPeaks, grade: number): PreparedFactors {
    const found = this.cache.get(peaks)?.[grade];
    if (found) return found;
    const prepared = prepareFactors(this.policy, peaks, grade);
    const byGrade = this.cache.get(peaks) ?? [];
    byGrade[grade] = prepared;
    this.cache.set(peaks, byGrade);
    return prepared;
  }
}
