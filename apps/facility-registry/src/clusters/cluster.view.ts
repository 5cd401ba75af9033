import { Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import type { AcceleratorPeaks } from '@tidemark/domain';
import { CatalogueQuery } from '../catalogue/catalogue.query.js';
import type { FacilityFact } from '../facts/facility-fact.js';
import { versionView } from '../facts/version.view.js';
import { shownId } from '../facts/viewer.js';
import type { ClusterView } from './cluster.dto.js';
import { peakCompute } from './peak-compute.js';

/** Clusters as they are answered, their peak derived from today's catalogue. */
@Injectable()
export class ClusterViews {
  constructor(private readonly catalogue: CatalogueQuery) {}

  async one(caller: Caller, fact: FacilityFact<'cluster'>): Promise<ClusterView> {
    const [view] = await this.all(caller, [fact]);
    return view!;
  }

  async all(caller: Caller, facts: readonly FacilityFact<'cluster'>[]): Promise<ClusterView[]> {
    const catalogue = await this.catalogue.current();
    return facts.map((fact) => {
      const entry = catalogue.resolve(fact.content.accelerator);
      // Models never leave the catalogue, so a registered one that is missing there is a broken invariant.
      if (entry === undefined) throw new Error(`the catalogue lost the model ${fact.content.accelerator}`);
      return clusterView(fact, shownId(caller, fact), entry.peaksGflops);
    });
  }
}

export function clusterView(fact: FacilityFact<'cluster'>, shownAs: string, peaks: AcceleratorPeaks): ClusterView {
  const { inServiceFromMs, inServiceToMs, ...content } = fact.content;
  const peak = peakCompute(content.accelerators, peaks);
  return {
    provider: fact.provider,
    id: shownAs,
    ...content,
    peakOpsPerSecond: peak.opsPerSecond.toString(),
    peakFormat: peak.format,
    inServiceFrom: new Date(inServiceFromMs).toISOString(),
    ...(inServiceToMs === undefined ? {} : { inServiceTo: new Date(inServiceToMs).toISOString() }),
    ...versionView(fact),
  };
}
