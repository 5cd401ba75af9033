import { randomBytes } from 'node:crypto';
import { TOPICS } from '@tidemark/messaging';
import { type IntakeAccess, IntakeProvisioning } from './intake-provisioning.port.js';

/** What this needs of the broker's administration. */
export interface BrokerProviders {
  /** Makes the provider's topics, its user with this password (or gives it this one from now on), and the right to use those topics alone. */
  createProvider(provider: string, password: string): Promise<void>;
}

const PASSWORD_BYTES = 24;

/** On a broker that knows users: the provider gets one of its own, named like itself, with a password that is made here and kept nowhere. */
export class BrokerIntakeProvisioning extends IntakeProvisioning {
  constructor(
    private readonly broker: BrokerProviders,
    /** `host:port` as providers reach it. */
    private readonly bootstrap: string,
  ) {
    super();
  }

  async provision(provider: string): Promise<IntakeAccess> {
    const password = randomBytes(PASSWORD_BYTES).toString('base64url');
    await this.broker.createProvider(provider, password);
    return {
      username: provider,
      password,
      bootstrap: this.bootstrap,
      intakeTopic: TOPICS.intake(provider),
      verdictsTopic: TOPICS.verdicts(provider),
    };
  }
}
