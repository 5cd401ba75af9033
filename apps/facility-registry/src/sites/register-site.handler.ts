import { Injectable } from '@nestjs/common';
import { Transactions } from '@tidemark/persistence';
import type { SiteContent } from '../facts/facility-fact.js';
import { FacilityFacts } from '../facts/facility-facts.port.js';
import type { FacilityRefusal } from '../facts/facility-refusal.js';
import { checkId } from '../facts/identifier.policy.js';
import { type Recorded, type Recording, recordFact } from '../facts/record-fact.js';
import { checkSite } from './site-registration.js';

@Injectable()
export class RegisterSiteHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: FacilityFacts,
  ) {}

  /** Registers or corrects a provider's site. */
  async handle(
    provider: string,
    rawId: string,
    registration: SiteContent,
    recording: Recording,
  ): Promise<Recorded<'site'> | { refused: FacilityRefusal }> {
    const id = checkId(rawId, 'id');
    if ('refused' in id) return id;
    const site = checkSite(registration);
    if ('refused' in site) return site;
    return this.transactions.run(async (tx) => {
      await this.facts.openFor(tx, provider);
      return recordFact(this.facts, tx, { kind: 'site', provider, id: id.value }, site.value, recording);
    });
  }
}
