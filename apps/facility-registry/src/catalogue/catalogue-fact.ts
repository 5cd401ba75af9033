import type { AcceleratorEntry } from '@tidemark/domain';

/** What the operator says about the catalogue: a model as a whole, or one more name for a model. Each makes the next version. */
export type CatalogueStatement =
  | { kind: 'accelerator'; content: AcceleratorEntry }
  | { kind: 'alias'; content: { alias: string; model: string } };

export type CatalogueFact = CatalogueStatement & {
  /** The catalogue version that this fact makes. */
  catalogueVersion: number;
  recordedAtMs: number;
  recordedBy: string;
};
