import { type IssuedCredentials, ProviderCredentials } from '@tidemark/access';
import { clientIdOf, newSecret, providerClient } from './issuer-client.model.js';
import type { IssuerClients } from './issuer-storage.port.js';

/** Gives a new provider its client at the embedded issuer. */
export class EmbeddedCredentials extends ProviderCredentials {
  constructor(
    private readonly clients: IssuerClients,
    private readonly tokenEndpoint: string,
  ) {
    super();
  }

  async create(provider: string): Promise<IssuedCredentials> {
    const clientSecret = newSecret();
    await this.clients.put(providerClient(provider, clientSecret));
    return { clientId: clientIdOf(provider), clientSecret, tokenEndpoint: this.tokenEndpoint };
  }
}
