import { type AcceleratorPeaks, MAX_PEAK_GFLOPS } from '../catalogue/accelerator-peaks.js';
import { evidenceOf, formatOf, kindOf, UtilisationKind, workloadEvidenceOf, workloadOf } from '../usage/record-columns.js';
import { DIVISOR } from './meter-slot.js';
import { isMeasured, type MeteringPolicy, workloadFactors } from './metering-policy.js';
import { selectPeaks } from './peak-selection.js';
import { postingBasis } from './posting-basis.js';

/** Places in `PreparedFactors.numbers`, three times: for lower, expected and upper. The factor is min(max(v x SLOPE + OFFSET, 0), CAP) / DIVISOR. */
export const SLOPE = 0;
export const OFFSET = 1;
export const CAP = 2;
export const BASE = 3;
export const INVERSE = 4;
export const LOWER = 0;
export const EXPECTED = 5;
export const UPPER = 10;

/**
 * Everything about a record's factor teraFLOP per accelerator-millisecond that does not depend on the utilisation's value:
 * one linear function of the ppm for each total, with whole coefficients in lowest terms.
 */
export interface PreparedFactors {
  readonly numbers: Float64Array;
  readonly findings: number;
  readonly effectiveEvidence: number;
  /** See `postingBasis`. */
  readonly basis: number;
}

/** A utilisation in 1e-12 as a function of the ppm v: min(max(slope v + offset, 0), one x one). */
interface UtilisationLine {
  readonly slope: bigint;
  readonly offset: bigint;
}

const ONE = 1_000_000n;
const WHOLE: UtilisationLine = { slope: 0n, offset: ONE * ONE };
const NOTHING: UtilisationLine = { slope: 0n, offset: 0n };
const LIMIT = 2n ** 53n;
const LARGEST_BASE = 2n ** 50n;

/** `grade` as packed in `RecordColumns.grade`. Throws where the policy's figures are too fine for exact doubles (see `exact-quotient.ts`). */
export function prepareFactors(policy: MeteringPolicy, peaks: AcceleratorPeaks, grade: number): PreparedFactors {
  const kind = kindOf(grade);
  const selected = selectPeaks(peaks, kind, formatOf(grade), evidenceOf(grade));
  const factors = workloadFactors(policy, workloadOf(grade), workloadEvidenceOf(grade));
  const measured = isMeasured(selected.effectiveEvidence);
  const numbers = new Float64Array(15);
  numbers.set(coefficients(measured ? lowerLine(policy, kind) : NOTHING, selected.lower, factors.lower), LOWER);
  numbers.set(coefficients(expectedLine(policy, kind), selected.expected, factors.expected), EXPECTED);
  numbers.set(coefficients(measured ? upperLine(policy, kind) : WHOLE, selected.upper, factors.upper), UPPER);
  const { findings, effectiveEvidence } = selected;
  return { numbers, findings, effectiveEvidence, basis: postingBasis(effectiveEvidence, kind) };
}

function expectedLine(policy: MeteringPolicy, kind: number): UtilisationLine {
  if (kind === UtilisationKind.NONE) return { slope: 0n, offset: BigInt(policy.priorPpm) * ONE };
  if (kind === UtilisationKind.SM_ACTIVE || kind === UtilisationKind.GPU_UTIL) return { slope: BigInt(policy.priorPpm), offset: 0n };
  if (kind <= UtilisationKind.MFU_REPORTED) return { slope: ONE, offset: 0n };
  throw new RangeError(`no such kind of utilisation: ${kind}`);
}

function lowerLine(policy: MeteringPolicy, kind: number): UtilisationLine {
  const offset = BigInt(-policy.marginPpm) * ONE;
  if (kind === UtilisationKind.OFU) return { slope: ONE, offset };
  return kind === UtilisationKind.TENSOR_ACTIVE ? { slope: BigInt(policy.clockFloorPpm), offset } : NOTHING;
}

function upperLine(policy: MeteringPolicy, kind: number): UtilisationLine {
  const unbounded = kind === UtilisationKind.NONE || kind === UtilisationKind.MFU_REPORTED;
  return unbounded ? WHOLE : { slope: ONE, offset: BigInt(policy.marginPpm) * ONE };
}

/** SLOPE, OFFSET, CAP, BASE, INVERSE of peak x utilisation x workload / D, reduced so that all of them are exact doubles. */
function coefficients(line: UtilisationLine, peak: number, tenths: number): number[] {
  const scale = BigInt(tenths);
  const slope = line.slope * scale;
  const offset = line.offset * scale;
  const cap = slope * ONE + offset > ONE * ONE * scale ? ONE * ONE * scale : 0n;
  const common = divisorOf([slope, offset, cap, DIVISOR]);
  const base = DIVISOR / common;
  const reach = slope * ONE + (offset > 0n ? offset : 0n);
  if ((reach / common) * BigInt(MAX_PEAK_GFLOPS) >= LIMIT || base > LARGEST_BASE)
    throw new RangeError('metering policy too fine for exact doubles');
  const times = (n: bigint): number => Number((n / common) * BigInt(peak));
  return [times(slope), times(offset), cap === 0n ? Number.POSITIVE_INFINITY : times(cap), Number(base), 1 / Number(base)];
}

function divisorOf(numbers: bigint[]): bigint {
  let common = 0n;
  for (const number of numbers) for (let rest = number < 0n ? -number : number; rest !== 0n; ) [common, rest] = [rest, common % rest];
  return common;
}
