import { fromBinary } from '@bufbuild/protobuf';
import { facility } from '@tidemark/contracts';
import {
  type AcceleratorCatalogue,
  type AcceleratorPeaks,
  type CatalogueChange,
  type KnownFacts,
  normaliseAcceleratorName,
  PEAK_FORMATS,
  waitingFor,
} from '@tidemark/domain';

/** A fact that the ledger cannot take: it goes to the dead letters by name. */
export class UnusableFact extends Error {}

export const readFact = (event: Uint8Array): facility.FacilityEvent => {
  try {
    return fromBinary(facility.FacilityEventSchema, event);
  } catch (error) {
    throw new UnusableFact(`not a FacilityEvent: ${(error as Error).message}`);
  }
};

/** The provider and cluster whose ids a fact needs. */
export function clusterOf({ fact }: facility.FacilityEvent): { provider: string; name: string } | undefined {
  return fact.case === 'cluster' ? { provider: fact.value.provider, name: fact.value.id } : undefined;
}

/** The catalogue after the fact; undefined when the fact does not change it. */
export function catalogueAfter({ fact }: facility.FacilityEvent, catalogue: AcceleratorCatalogue): AcceleratorCatalogue | undefined {
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

/** Puts a cluster's registration into what is known, at its ledger position. */
export function learnCluster({ fact }: facility.FacilityEvent, id: number, position: number, facts: KnownFacts): void {
  if (fact.case !== 'cluster') return;
  const { value } = fact;
  facts.addRegistration(value.provider, value.id, id, {
    position,
    accelerator: value.accelerator,
    accelerators: value.accelerators,
    acceleratorsPerNode: value.acceleratorsPerNode,
    inServiceFromMs: Number(value.inServiceFromMs),
    inServiceToMs: value.inServiceToMs === undefined ? Number.POSITIVE_INFINITY : Number(value.inServiceToMs),
  });
}

/** Keys under which records may have waited for this fact. */
export function releasedBy({ fact }: facility.FacilityEvent, clusterId: number | undefined, facts: KnownFacts): string[] {
  switch (fact.case) {
    case 'cluster':
      // Records without a model of their own may wait for one that the cluster was registered with before.
      return [
        waitingFor.cluster(fact.value.provider, fact.value.id),
        waitingFor.service(clusterId!),
        ...facts
          .clusterById(clusterId!)!
          .registrations.map(({ accelerator }) => waitingFor.accelerator(normaliseAcceleratorName(accelerator))),
      ];
    case 'alias':
      return [waitingFor.accelerator(normaliseAcceleratorName(fact.value.alias))];
    case 'accelerator':
      return [fact.value.model, ...fact.value.aliases].map((name) => waitingFor.accelerator(normaliseAcceleratorName(name)));
    default:
      return [];
  }
}

function accept(change: CatalogueChange, before: AcceleratorCatalogue): AcceleratorCatalogue | undefined {
  if ('refused' in change) throw new UnusableFact(`the catalogue refuses it: ${JSON.stringify(change.refused)}`);
  return change.catalogue === before ? undefined : change.catalogue;
}

const WIRE_NAMES = { FP64T: 'fp64t', TF32: 'tf32', BF16: 'bf16', FP8: 'fp8', INT8: 'int8', FP4: 'fp4' } as const;

function peaksOf(peaks: facility.Peaks | undefined): AcceleratorPeaks {
  const given = PEAK_FORMATS.flatMap((format) => {
    const value = peaks?.[WIRE_NAMES[format]];
    return value === undefined ? [] : [[format, Number(value)] as const];
  });
  return Object.fromEntries(given);
}

const operatorSources = (peaks: AcceleratorPeaks, sources: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.keys(peaks).map((format) => [format, sources.join(', ')]));
