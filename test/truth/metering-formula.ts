/** From counted accelerator-milliseconds to TFLOP: the closed formula of the method, in BigInt, with nothing prepared and nothing fast. */
import type { Peaks } from './truth.model.js';

const KIND = { NONE: 0, GPU_UTIL: 1, SM_ACTIVE: 2, TENSOR_ACTIVE: 3, OFU: 4, MFU_REPORTED: 5 };
const FORMAT = { UNSPECIFIED: 0, FP64T: 1, TF32: 2, BF16: 3, FP16: 4, FP8: 5, INT8: 6, FP4: 7 };
const EVIDENCE = { DECLARED: 0, BILLED: 1, TELEMETRY: 2, ATTESTED: 3 };
const INFERENCE = 2;

const ONE = 1_000_000n;
const MARGIN = 50_000n;
const D = 10n ** 19n;

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b));
const max = (first: bigint, ...rest: bigint[]): bigint => [first, ...rest].sort(ascending).at(-1)!;
const min = (first: bigint, ...rest: bigint[]): bigint => [first, ...rest].sort(ascending)[0]!;
const present = (...values: (bigint | undefined)[]): bigint[] => values.filter((value) => value !== undefined);

export interface Graded {
  kind: number;
  ppm: number;
  format: number;
  evidence: number;
  workload: number;
  workloadEvidence: number;
}

/** The peak that stands in the 16-bit column: its own, else the widest 8-bit one, else the widest of all. */
function sixteenBit(peaks: Peaks): bigint {
  if (peaks.bf16 !== undefined) return peaks.bf16;
  const eight = present(peaks.fp8, peaks.int8);
  return max(...((eight.length > 0 ? eight : present(peaks.fp64t, peaks.tf32, peaks.fp4)) as [bigint]));
}

/** Peak of a named format; undefined when the model does not have it. UNSPECIFIED, BF16 and FP16 read the 16-bit column. */
function peakOf(peaks: Peaks, format: number): bigint | undefined {
  switch (format) {
    case FORMAT.FP64T:
      return peaks.fp64t;
    case FORMAT.TF32:
      return peaks.tf32;
    case FORMAT.FP8:
      return peaks.fp8;
    case FORMAT.INT8:
      return peaks.int8;
    case FORMAT.FP4:
      return peaks.fp4;
    default:
      return sixteenBit(peaks);
  }
}

/** GFLOP/s used for each of the three totals, the evidence that is left, and whether the model lacks the format. */
export function peaksFor(
  peaks: Peaks,
  record: Graded,
): { lower: bigint; expected: bigint; upper: bigint; evidence: number; unsupported: boolean } {
  const own = peakOf(peaks, record.format);
  const unsupported = own === undefined;
  const evidence = unsupported && record.evidence === EVIDENCE.ATTESTED ? EVIDENCE.TELEMETRY : record.evidence;
  const attested = evidence === EVIDENCE.ATTESTED && record.format !== FORMAT.UNSPECIFIED ? own : undefined;
  const all = present(peaks.fp64t, peaks.tf32, peaks.bf16, peaks.fp8, peaks.int8, peaks.fp4);
  const upper = attested ?? max(...(all as [bigint]));
  const byFormat = record.kind === KIND.OFU || record.kind === KIND.TENSOR_ACTIVE || record.kind === KIND.MFU_REPORTED;
  const expected = min(byFormat ? (own ?? sixteenBit(peaks)) : sixteenBit(peaks), upper);
  const lower = attested ?? min(expected, sixteenBit(peaks), ...present(peaks.tf32, peaks.fp8, peaks.int8));
  return { lower, expected, upper, evidence, unsupported };
}

/** Utilisation in 1e-12: lower, expected, upper. */
function utilisation(record: Graded, evidence: number): [bigint, bigint, bigint] {
  const v = BigInt(record.ppm);
  const measured = evidence >= EVIDENCE.TELEMETRY;
  const most = measured ? min(ONE, v + MARGIN) * ONE : ONE * ONE;
  switch (record.kind) {
    case KIND.OFU:
      return [measured ? max(0n, v - MARGIN) * ONE : 0n, v * ONE, most];
    case KIND.TENSOR_ACTIVE:
      return [measured ? max(0n, 700_000n * v - MARGIN * ONE) : 0n, v * ONE, most];
    case KIND.MFU_REPORTED:
      return [0n, v * ONE, ONE * ONE];
    case KIND.SM_ACTIVE:
    case KIND.GPU_UTIL:
      return [0n, 350_000n * v, most];
    default:
      return [0n, 350_000n * ONE, ONE * ONE];
  }
}

/** Workload factor in tenths: lower, expected, upper. */
function workloadFactor(record: Graded): [bigint, bigint, bigint] {
  if (record.workload !== INFERENCE) return [10n, 10n, 10n];
  if (record.workloadEvidence === EVIDENCE.ATTESTED) return [0n, 0n, 10n];
  if (record.workloadEvidence === EVIDENCE.TELEMETRY) return [0n, 1n, 10n];
  return [0n, 10n, 10n];
}

/** TFLOP of one record in one hour slot, from `q` counted accelerator-milliseconds there. */
export function tflopOf(q: bigint, peaks: Peaks, record: Graded): { lower: bigint; expected: bigint; upper: bigint } {
  const p = peaksFor(peaks, record);
  const [ul, ue, uu] = utilisation(record, p.evidence);
  const [wl, we, wu] = workloadFactor(record);
  return {
    lower: (q * p.lower * ul * wl) / D,
    expected: (2n * q * p.expected * ue * we + D) / (2n * D),
    upper: (q * p.upper * uu * wu + D - 1n) / D,
  };
}

/**
 * What a record's totals rest on, as a number on the wire: 1 + 2 x its evidence as it counts, and 1 more where expected is the prior times
 * the peak (NONE) or times how often something ran (GPU_UTIL, SM_ACTIVE).
 */
export const basisOf = (peaks: Peaks, record: Graded): number =>
  1 + 2 * peaksFor(peaks, record).evidence + (record.kind <= KIND.SM_ACTIVE ? 1 : 0);

/** Whose word it is that the record is inference; undefined where it is not called that. */
export const labelOf = (record: Graded): number | undefined => (record.workload === INFERENCE ? record.workloadEvidence : undefined);
