import type { AcceleratorPeaks, PeakFormat } from '@tidemark/domain';

const OPS_PER_GFLOP = 1_000_000_000n;

/** The format in which a model's peak is stated: BF16, else its widest 8-bit one, else its widest. */
export function statedFormat(peaks: AcceleratorPeaks): PeakFormat {
  if (peaks.BF16 !== undefined) return 'BF16';
  const widest = widestOf(peaks, ['FP8', 'INT8']) ?? widestOf(peaks, ['FP64T', 'TF32', 'FP4']);
  if (widest === undefined) throw new Error('a catalogue entry has no peak at all');
  return widest;
}

function widestOf(peaks: AcceleratorPeaks, formats: readonly PeakFormat[]): PeakFormat | undefined {
  const present = formats.filter((format) => peaks[format] !== undefined);
  return present.sort((a, b) => peaks[b]! - peaks[a]!)[0];
}

/** What the whole cluster can do at most: accelerators times dense peak, in operations per second, with the format it is stated in. */
export function peakCompute(accelerators: number, peaks: AcceleratorPeaks): { format: PeakFormat; opsPerSecond: bigint } {
  const format = statedFormat(peaks);
  return { format, opsPerSecond: BigInt(accelerators) * BigInt(peaks[format]!) * OPS_PER_GFLOP };
}
