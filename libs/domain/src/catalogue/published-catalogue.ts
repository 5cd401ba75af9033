import { AcceleratorCatalogue } from './accelerator-catalogue.js';
import type { InstanceType } from './accelerator-entry.js';
import { ACCELERATORS, CATALOGUE_VERSION, INSTANCE_TYPES } from './catalogue-data.js';

/** The catalogue that the product ships with: where an installation's own versions start from. */
export const PUBLISHED_CATALOGUE = new AcceleratorCatalogue(CATALOGUE_VERSION, ACCELERATORS);

/** What a cloud sells under that name; names are compared without regard to case. Undefined when it is not known. */
export function findInstanceType(provider: string, name: string): InstanceType | undefined {
  const wanted = `${provider}/${name}`.toLowerCase();
  return INSTANCE_TYPES.find((type) => `${type.provider}/${type.name}`.toLowerCase() === wanted);
}

export { CATALOGUE_VERSION, INSTANCE_TYPES };
