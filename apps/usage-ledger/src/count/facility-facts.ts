import type { facility } from '@tidemark/contracts';
import { type KnownFacts, normaliseAcceleratorName, waitingFor } from '@tidemark/domain';

/** The provider and cluster whose ids a fact needs. */
export function clusterOf({ fact }: facility.FacilityEvent): { provider: string; name: string } | undefined {
  return fact.case === 'cluster' ? { provider: fact.value.provider, name: fact.value.id } : undefined;
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
