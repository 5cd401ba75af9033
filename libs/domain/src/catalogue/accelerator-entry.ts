import type { AcceleratorPeaks, PeakFormat } from './accelerator-peaks.js';

/** Figures of an entry that carry a source each. */
export type SourcedFigure = PeakFormat | 'releaseDate' | 'memoryBytes' | 'interconnect' | 'tdpWatts' | 'acceleratorsPerNode';

/** One accelerator as the catalogue knows it. Figures that are not public are absent, never zero. */
export interface AcceleratorEntry {
  readonly model: string;
  readonly vendor: string;
  /** Other names of the same part. Compared as `normaliseAcceleratorName` writes them; never shared with another model. */
  readonly aliases: readonly string[];
  /** YYYY-MM-DD. */
  readonly releaseDate?: string;
  readonly memoryBytes?: number;
  /** Between the accelerators of a node, with its total rate where known: "NVLink 4, 900 GB/s". */
  readonly interconnect?: string;
  readonly tdpWatts?: number;
  /** Dense, whole GFLOP/s. */
  readonly peaksGflops: AcceleratorPeaks;
  /** Usual number in one node. */
  readonly acceleratorsPerNode?: number;
  /** Where each figure comes from. */
  readonly sources: { readonly [figure in SourcedFigure]?: string };
}

/** What a cloud sells under one name. */
export interface InstanceType {
  readonly provider: string;
  readonly name: string;
  /** A model of the catalogue. */
  readonly model: string;
  readonly accelerators: number;
  readonly source: string;
  readonly note?: string;
}
