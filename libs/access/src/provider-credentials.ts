/** What a new provider's machines log in with; the secret is told once. */
export interface IssuedCredentials {
  clientId: string;
  clientSecret: string;
  tokenEndpoint: string;
}

/** Makes the client of a new provider at the token issuer. */
export abstract class ProviderCredentials {
  /** Absent: the tokens come from an outside issuer, and so do its clients. Creating again replaces the secret. */
  abstract create(provider: string): Promise<IssuedCredentials | undefined>;
}

/** With an outside issuer: credentials are made there, with the claim tidemark_provider. */
export class OutsideIssuerCredentials extends ProviderCredentials {
  async create(): Promise<undefined> {
    return undefined;
  }
}
