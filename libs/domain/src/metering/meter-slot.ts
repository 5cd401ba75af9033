import type { AcceleratorPeaks } from '../catalogue/accelerator-peaks.js';
import { UtilisationKind } from '../usage/record-columns.js';
import { isMeasured, type MeteringPolicy, workloadFactors } from './metering-policy.js';
import { selectPeaks } from './peak-selection.js';

/** What is counted of one record in one hour. The enums are the numbers of `../usage/record-columns.js`. */
export interface MeteredSlot {
  /** q: counted accelerator-milliseconds. */
  readonly acceleratorMs: bigint;
  readonly kind: number;
  /** Utilisation in parts per million, 0 to 1,000,000. */
  readonly ppm: number;
  readonly format: number;
  readonly evidence: number;
  readonly workload: number;
  readonly workloadEvidence: number;
}

/** Whole teraFLOP (1e12 operations): lower <= expected <= upper. */
export interface ThreeTotals {
  readonly lower: bigint;
  readonly expected: bigint;
  readonly upper: bigint;
}

const ONE = 1_000_000n;
/** ms x GFLOP/s x 1e-12 x tenths, in teraFLOP. */
export const DIVISOR = 10n ** 19n;

/**
 * The metering formula as it is written down, in integers of any size: the reference that the fast path (`SlotMeter`) must equal to the bit.
 * One rounding for each total: lower down, upper up, expected to nearest with ties up.
 */
export function meterSlot(policy: MeteringPolicy, peaks: AcceleratorPeaks, slot: MeteredSlot): ThreeTotals {
  const q = slot.acceleratorMs;
  const p = selectPeaks(peaks, slot.kind, slot.format, slot.evidence);
  const w = workloadFactors(policy, slot.workload, slot.workloadEvidence);
  const u = utilisation(policy, slot.kind, slot.ppm, isMeasured(p.effectiveEvidence));
  return {
    lower: (q * BigInt(p.lower) * u.lower * BigInt(w.lower)) / DIVISOR,
    expected: (2n * q * BigInt(p.expected) * u.expected * BigInt(w.expected) + DIVISOR) / (2n * DIVISOR),
    upper: (q * BigInt(p.upper) * u.upper * BigInt(w.upper) + DIVISOR - 1n) / DIVISOR,
  };
}

/** The three utilisations in 1e-12. */
function utilisation(policy: MeteringPolicy, kind: number, ppm: number, measured: boolean): ThreeTotals {
  const expected = expectedUtilisation(policy, kind, BigInt(ppm));
  if (!measured) return { lower: 0n, expected, upper: ONE * ONE };
  return { lower: lowerUtilisation(policy, kind, BigInt(ppm)), expected, upper: upperUtilisation(policy, kind, BigInt(ppm)) };
}

function expectedUtilisation(policy: MeteringPolicy, kind: number, v: bigint): bigint {
  switch (kind) {
    case UtilisationKind.OFU:
    case UtilisationKind.TENSOR_ACTIVE:
    case UtilisationKind.MFU_REPORTED:
      return v * ONE;
    case UtilisationKind.SM_ACTIVE:
    case UtilisationKind.GPU_UTIL:
      return BigInt(policy.priorPpm) * v;
    case UtilisationKind.NONE:
      return BigInt(policy.priorPpm) * ONE;
    default:
      throw new RangeError(`no such kind of utilisation: ${kind}`);
  }
}

function lowerUtilisation(policy: MeteringPolicy, kind: number, v: bigint): bigint {
  const margin = BigInt(policy.marginPpm);
  if (kind === UtilisationKind.OFU) return atLeastZero((v - margin) * ONE);
  if (kind === UtilisationKind.TENSOR_ACTIVE) return atLeastZero(BigInt(policy.clockFloorPpm) * v - margin * ONE);
  return 0n;
}

function upperUtilisation(policy: MeteringPolicy, kind: number, v: bigint): bigint {
  if (kind === UtilisationKind.NONE || kind === UtilisationKind.MFU_REPORTED) return ONE * ONE;
  const raised = v + BigInt(policy.marginPpm);
  return (raised < ONE ? raised : ONE) * ONE;
}

const atLeastZero = (n: bigint): bigint => (n > 0n ? n : 0n);
