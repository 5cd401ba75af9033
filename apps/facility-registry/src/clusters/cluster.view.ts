import type { AcceleratorPeaks } from '@tidemark/domain';
import type { FacilityFact } from '../facts/facility-fact.js';
import { versionView } from '../facts/version.view.js';
import type { ClusterView } from './cluster.dto.js';
import { peakCompute } from './peak-compute.js';

/** A cluster as it is answered. `shownId` as the caller writes it; `peaks` of the registered model in today's catalogue. */
export function clusterView(fact: FacilityFact<'cluster'>, shownId: string, peaks: AcceleratorPeaks): ClusterView {
  const { inServiceFromMs, inServiceToMs, ...content } = fact.content;
  const peak = peakCompute(content.accelerators, peaks);
  return {
    provider: fact.provider,
    id: shownId,
    ...content,
    peakOpsPerSecond: peak.opsPerSecond.toString(),
    peakFormat: peak.format,
    inServiceFrom: new Date(inServiceFromMs).toISOString(),
    ...(inServiceToMs === undefined ? {} : { inServiceTo: new Date(inServiceToMs).toISOString() }),
    ...versionView(fact),
  };
}
