import { Injectable } from '@nestjs/common';
import { Transactions } from '@tidemark/persistence';
import type { MeterContent } from '../facts/facility-fact.js';
import { FacilityFacts } from '../facts/facility-facts.port.js';
import { type FacilityRefusal, refuse, shown } from '../facts/facility-refusal.js';
import { checkSource } from '../facts/identifier.policy.js';
import { type Recorded, type Recording, recordFact } from '../facts/record-fact.js';
import { checkMeter } from './meter-registration.js';

@Injectable()
export class RegisterMeterHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: FacilityFacts,
  ) {}

  /** Registers or corrects a provider's meter. A cluster it speaks for must be registered before. */
  async handle(
    provider: string,
    rawSource: string,
    registration: MeterContent,
    recording: Recording,
  ): Promise<Recorded<'meter'> | { refused: FacilityRefusal }> {
    const source = checkSource(rawSource);
    if ('refused' in source) return source;
    const meter = checkMeter(registration);
    if ('refused' in meter) return meter;
    return this.transactions.run(async (tx) => {
      await this.facts.openFor(tx, provider);
      const { cluster } = meter.value;
      if (cluster !== undefined && (await this.facts.latest(tx, { kind: 'cluster', provider, id: cluster })) === undefined) {
        return refuse('UNKNOWN_CLUSTER', 'cluster', `No cluster ${shown(cluster)} is registered.`);
      }
      return recordFact(this.facts, tx, { kind: 'meter', provider, id: source.value }, meter.value, recording);
    });
  }
}
