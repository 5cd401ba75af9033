import { Injectable } from '@nestjs/common';
import { type IssuedCredentials, ProviderCredentials } from '@tidemark/access';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { FacilityFacts } from '../facts/facility-facts.port.js';
import { type FacilityRefusal, refuse, shown } from '../facts/facility-refusal.js';
import { checkProviderId, checkText } from '../facts/identifier.policy.js';
import { type Recorded, type Recording, recordFact } from '../facts/record-fact.js';
import { type IntakeAccess, IntakeProvisioning } from './intake-provisioning.port.js';

const NAME_CHARACTERS_MAX = 200;

/** What a provider's machines log in with. Never stored here, never logged, answered once. */
export interface ProviderSecrets {
  credentials: IssuedCredentials | undefined;
  intake: IntakeAccess | undefined;
}

@Injectable()
export class RegisterProviderHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: FacilityFacts,
    private readonly credentials: ProviderCredentials,
    private readonly intake: IntakeProvisioning,
  ) {}

  /** Registers a provider and makes its secrets, or corrects its name. */
  async handle(
    rawId: string,
    name: string | undefined,
    recording: Recording,
  ): Promise<(Recorded<'provider'> & { secrets?: ProviderSecrets }) | { refused: FacilityRefusal }> {
    const id = checkProviderId(rawId);
    if ('refused' in id) return id;
    const checkedName = checkText(name ?? '', 'name', NAME_CHARACTERS_MAX);
    if ('refused' in checkedName) return checkedName;
    const thing = { kind: 'provider', provider: id.value, id: id.value } as const;
    return this.transactions.run(async (tx) => {
      await this.facts.openFor(tx, id.value);
      const recorded = await recordFact(this.facts, tx, thing, { name: checkedName.value }, recording);
      // Before the commit: when making them fails, there is no provider without secrets, and the request can be repeated.
      return recorded.outcome === 'created' ? { ...recorded, secrets: await this.makeSecrets(id.value) } : recorded;
    });
  }

  /** New secrets for a provider that lost its own, or never saw them because the answer was lost. The ones before end. */
  async renewSecrets(provider: string): Promise<ProviderSecrets | { refused: FacilityRefusal }> {
    return this.transactions.run(async (tx) => {
      await this.facts.openFor(tx, provider);
      if (!(await this.isKnown(tx, provider))) return refuse('PROVIDER_NOT_FOUND', 'id', `There is no provider ${shown(provider)}.`);
      return this.makeSecrets(provider);
    });
  }

  private async isKnown(tx: Transaction, provider: string): Promise<boolean> {
    return (await this.facts.latest(tx, { kind: 'provider', provider, id: provider })) !== undefined;
  }

  private async makeSecrets(provider: string): Promise<ProviderSecrets> {
    const intake = await this.intake.provision(provider);
    return { intake, credentials: await this.credentials.create(provider) };
  }
}
