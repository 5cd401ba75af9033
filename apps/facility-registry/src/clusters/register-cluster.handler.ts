import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { CatalogueFacts } from '../catalogue/catalogue-facts.port.js';
import { FacilityFacts } from '../facts/facility-facts.port.js';
import type { FacilityRefusal } from '../facts/facility-refusal.js';
import { checkId } from '../facts/identifier.policy.js';
import { type Recorded, type Recording, recordFact } from '../facts/record-fact.js';
import { type ClusterRegistration, checkCluster } from './cluster-registration.js';

@Injectable()
export class RegisterClusterHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: FacilityFacts,
    private readonly catalogue: CatalogueFacts,
  ) {}

  /** Registers or corrects a provider's cluster; a site named for the first time becomes known with it. */
  async handle(
    provider: string,
    rawId: string,
    registration: ClusterRegistration,
    recording: Recording,
  ): Promise<Recorded<'cluster'> | { refused: FacilityRefusal }> {
    const id = checkId(rawId, 'id');
    if ('refused' in id) return id;
    return this.transactions.run(async (tx) => {
      const checked = checkCluster(registration, await this.catalogue.current(tx));
      if ('refused' in checked) return checked;
      await this.facts.openFor(tx, provider);
      await this.makeSiteKnown(tx, provider, checked.value.site, recording);
      return recordFact(this.facts, tx, { kind: 'cluster', provider, id: id.value }, checked.value, recording);
    });
  }

  private async makeSiteKnown(tx: Transaction, provider: string, site: string, recording: Recording): Promise<void> {
    const thing = { kind: 'site', provider, id: site } as const;
    // A site that is known keeps its name and country: naming it by a cluster says nothing about them.
    if ((await this.facts.latest(tx, thing)) === undefined) await recordFact(this.facts, tx, thing, {}, recording);
  }
}
