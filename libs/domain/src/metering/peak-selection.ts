import type { AcceleratorPeaks, PeakFormat } from '../catalogue/accelerator-peaks.js';
import { Evidence, NumberFormat, UtilisationKind } from '../usage/record-columns.js';
import { MeteringFinding } from './metering-finding.js';

/** Which peak, in GFLOP/s, each of the three totals multiplies with; always lower <= expected <= upper. */
export interface SelectedPeaks {
  readonly lower: number;
  readonly expected: number;
  readonly upper: number;
  /** Bits of `MeteringFinding`. */
  readonly findings: number;
  /** The record's evidence, or TELEMETRY where it attests a format that cannot be. */
  readonly effectiveEvidence: number;
}

/** UNSPECIFIED is BF16, and FP16 runs at the rate of BF16 on every part that has both. */
const COLUMN: Record<number, PeakFormat> = {
  [NumberFormat.UNSPECIFIED]: 'BF16',
  [NumberFormat.FP64T]: 'FP64T',
  [NumberFormat.TF32]: 'TF32',
  [NumberFormat.BF16]: 'BF16',
  [NumberFormat.FP16]: 'BF16',
  [NumberFormat.FP8]: 'FP8',
  [NumberFormat.INT8]: 'INT8',
  [NumberFormat.FP4]: 'FP4',
};

/** Kinds whose value is a share of the peak of the format in use; the others say only that something ran. */
const FOLLOWS_FORMAT: ReadonlySet<number> = new Set([UtilisationKind.OFU, UtilisationKind.TENSOR_ACTIVE, UtilisationKind.MFU_REPORTED]);

/**
 * Chooses the peaks for a record. `kind`, `format`, `evidence` are the numbers of `UtilisationKind`, `NumberFormat`, `Evidence`.
 * The record's one evidence grade speaks for the format too. An attested format binds all three totals; a record that names none attests none.
 * Otherwise the upper total assumes the widest format the model has and the lower one the narrowest that training uses
 * (FP64 on tensor cores is assumed absent unless reported).
 */
export function selectPeaks(peaks: AcceleratorPeaks, kind: number, format: number, evidence: number): SelectedPeaks {
  const column = COLUMN[format];
  if (!column) throw new RangeError(`no such number format: ${format}`);
  const sixteenBit = peaks.BF16 ?? inPlaceOf16Bit(peaks);
  const named = column === 'BF16' ? sixteenBit : peaks[column];
  const effectiveEvidence = named === undefined && evidence === Evidence.ATTESTED ? Evidence.TELEMETRY : evidence;
  const attested = effectiveEvidence === Evidence.ATTESTED && format !== NumberFormat.UNSPECIFIED;
  const ofFormat = named ?? sixteenBit;
  const upper = attested ? ofFormat : widest(peaks);
  const expected = Math.min(FOLLOWS_FORMAT.has(kind) ? ofFormat : sixteenBit, upper);
  const lower = attested ? expected : narrowestInTraining(peaks, expected);
  return { lower, expected, upper, findings: findingsOf(peaks, named === undefined), effectiveEvidence };
}

function findingsOf(peaks: AcceleratorPeaks, formatUnsupported: boolean): number {
  const format = formatUnsupported ? MeteringFinding.FORMAT_UNSUPPORTED : 0;
  if (peaks.BF16 !== undefined) return format;
  const has8Bit = peaks.FP8 !== undefined || peaks.INT8 !== undefined;
  return format | (has8Bit ? MeteringFinding.NO_16BIT_PEAK : MeteringFinding.WIDEST_PEAK_USED);
}

const inPlaceOf16Bit = (peaks: AcceleratorPeaks): number => Math.max(peaks.FP8 ?? 0, peaks.INT8 ?? 0) || widest(peaks);

function widest(peaks: AcceleratorPeaks): number {
  const all = Object.values(peaks).filter((peak) => peak !== undefined);
  if (all.length === 0) throw new RangeError('an accelerator without any peak cannot be metered');
  return Math.max(...all);
}

const narrowestInTraining = (peaks: AcceleratorPeaks, expected: number): number =>
  Math.min(expected, ...[peaks.TF32, peaks.BF16, peaks.FP8, peaks.INT8].filter((peak) => peak !== undefined));
