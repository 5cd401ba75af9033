import type { AcceleratorEntry } from '@tidemark/domain';

/** Figures with the place they were read. Peaks are dense, in whole GFLOP/s. */
export interface SourcedFigures {
  readonly source: string;
  /** True when the figures were compared with the document, or with another that quotes it. Others carry a mark that they were not. */
  readonly checked?: true;
  readonly peaks?: AcceleratorEntry['peaksGflops'];
  readonly releaseDate?: string;
  readonly memoryBytes?: number;
  readonly interconnect?: string;
  readonly tdpWatts?: number;
  readonly acceleratorsPerNode?: number;
}

/** How one model of the catalogue is made: rows of Epoch's table, then corrections by hand, the later over the earlier. */
export interface CatalogueModel {
  readonly model: string;
  readonly vendor: string;
  readonly aliases: readonly string[];
  /** Names in Epoch's table. The first gives the figures; all become aliases. */
  readonly epoch?: readonly string[];
  /**
   * True where Epoch's "FP16 (half precision)" is the rate of the matrix units or the only 16-bit rate there is. On NVIDIA parts
   * with tensor cores it is the rate without them and would count four to seven times too little.
   */
  readonly fp16IsFullRate?: true;
  readonly corrections?: readonly SourcedFigures[];
}

/** A model in a list of one vendor's. */
export type UnvendedModel = Omit<CatalogueModel, 'vendor'>;

export const vended = (vendor: string, models: readonly UnvendedModel[]): CatalogueModel[] => models.map((model) => ({ vendor, ...model }));

/** Follows a source that a figure is known from, but was not compared with. */
export const UNCHECKED = '; not checked against the document';

export const GB = 1_000_000_000;
