/** The number formats that the catalogue keeps a dense peak for. FP16 reads the BF16 column. */
export const PEAK_FORMATS = ['FP64T', 'TF32', 'BF16', 'FP8', 'INT8', 'FP4'] as const;
export type PeakFormat = (typeof PEAK_FORMATS)[number];

/**
 * Dense peaks of one accelerator: whole GFLOP/s (1e9 operations a second, a multiply-add counts as two), 1 to MAX_PEAK_GFLOPS.
 * A format that is absent is one the model does not have. At least one is present.
 */
export type AcceleratorPeaks = { readonly [format in PeakFormat]?: number };

/** 1e18 operations a second, about thirty times the widest part sold today. The exactness proof in exact-quotient.ts rests on it. */
export const MAX_PEAK_GFLOPS = 1_000_000_000;

/** True when there is at least one peak and every one is a whole number within the limit. */
export function arePeaks(peaks: AcceleratorPeaks): boolean {
  const given = Object.entries(peaks).filter(([, peak]) => peak !== undefined);
  const known = given.every(([format]) => (PEAK_FORMATS as readonly string[]).includes(format));
  return given.length > 0 && known && given.every(([, peak]) => Number.isInteger(peak) && peak! >= 1 && peak! <= MAX_PEAK_GFLOPS);
}
