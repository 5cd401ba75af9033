import { fromBinary } from '@bufbuild/protobuf';
import { type AcceleratorCatalogue, type AcceleratorPeaks, type CatalogueChange, PEAK_FORMATS } from '@tidemark/domain';
import { type FacilityEvent, FacilityEventSchema, type Peaks } from './facility.js';

/** A fact that cannot be taken: it goes to the dead letters by name. */
export class UnusableFact extends Error {}

export const readFacilityEvent = (event: Uint8Array): FacilityEvent => {
  try {
    return fromBinary(FacilityEventSchema, event);
  } catch (error) {
    throw new UnusableFact(`not a FacilityEvent: ${(error as Error).message}`);
  }
};

/** The catalogue after the fact; undefined when the fact does not change it. */
export function catalogueAfter({ fact }: FacilityEvent, catalogue: AcceleratorCatalogue): AcceleratorCatalogue | undefined {
  if (fact.case === 'alias') return accept(catalogue.withAlias(fact.value.alias, fact.value.model), catalogue);
  if (fact.case !== 'accelerator') return undefined;
  const { model, vendor, sources } = fact.value;
  const known = catalogue.entryOf(model);
  const peaksGflops = peaksOf(fact.value.peaksGflops);
  // A name that once meant the model means it for good: records may stand under it.
  const aliases = [...new Set([...(known?.aliases ?? []), ...fact.value.aliases])];
  return accept(
    catalogue.with({ ...known, model, vendor, aliases, peaksGflops, sources: known?.sources ?? operatorSources(peaksGflops, sources) }),
    catalogue,
  );
}

function accept(change: CatalogueChange, before: AcceleratorCatalogue): AcceleratorCatalogue | undefined {
  if ('refused' in change) throw new UnusableFact(`the catalogue refuses it: ${JSON.stringify(change.refused)}`);
  return change.catalogue === before ? undefined : change.catalogue;
}

const WIRE_NAMES = { FP64T: 'fp64t', TF32: 'tf32', BF16: 'bf16', FP8: 'fp8', INT8: 'int8', FP4: 'fp4' } as const;

function peaksOf(peaks: Peaks | undefined): AcceleratorPeaks {
  const given = PEAK_FORMATS.flatMap((format) => {
    const value = peaks?.[WIRE_NAMES[format]];
    return value === undefined ? [] : [[format, Number(value)] as const];
  });
  return Object.fromEntries(given);
}

const operatorSources = (peaks: AcceleratorPeaks, sources: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.keys(peaks).map((format) => [format, sources.join(', ')]));
