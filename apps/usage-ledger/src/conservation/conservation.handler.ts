import { Inject, Injectable } from '@nestjs/common';
import { type Tenant, Transactions } from '@tidemark/persistence';
import { type Answer, refuse, shown } from '../ask/ledger-refusal.js';
import { RegisteredFacilities } from '../facilities/registered-facilities.js';
import { ConservationReader, FATES, type FateCounts, type SourceConservation } from './conservation.port.js';

@Injectable()
export class ConservationHandler {
  constructor(
    private readonly transactions: Transactions,
    @Inject(ConservationReader) private readonly reader: ConservationReader,
    private readonly facilities: RegisteredFacilities,
  ) {}

  all(tenant: Tenant): Promise<SourceConservation[]> {
    return this.transactions.read(tenant, (tx) => this.reader.sources(tx));
  }

  /** A registered meter that never reported has counts: zeros. */
  async ofSource(tenant: Tenant, provider: string, source: string): Promise<Answer<SourceConservation>> {
    const registered = await this.facilities.meter(provider, source);
    const [found] = await this.transactions.read(tenant, (tx) => this.reader.sources(tx, { provider, source }));
    if (found) return { answer: found };
    if (registered) return { answer: { provider, source, records: noCounts(), acceleratorMs: noCounts(), opaqueReports: 0n } };
    return refuse('UNKNOWN_SOURCE', `Nothing was counted from a source ${shown(source)}, and no such meter is registered.`, 'source');
  }
}

/** Over all sources. */
export function totalOf(sources: readonly SourceConservation[]): Pick<SourceConservation, 'records' | 'acceleratorMs' | 'opaqueReports'> {
  return {
    records: added(sources.map((source) => source.records)),
    acceleratorMs: added(sources.map((source) => source.acceleratorMs)),
    opaqueReports: sources.reduce((sum, source) => sum + source.opaqueReports, 0n),
  };
}

const noCounts = (): FateCounts => added([]);

const added = (counts: readonly FateCounts[]): FateCounts =>
  Object.fromEntries(FATES.map((fate) => [fate, counts.reduce((sum, one) => sum + one[fate], 0n)])) as FateCounts;
