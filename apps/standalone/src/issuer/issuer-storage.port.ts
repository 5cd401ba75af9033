import type { JWK } from 'jose';
import type { IssuerClient } from './issuer-client.model.js';

/** What the issuer keeps. */
export interface IssuerClients {
  find(clientId: string): Promise<IssuerClient | undefined>;
  /** Adds the client or replaces it. */
  put(client: IssuerClient): Promise<void>;
}

export interface IssuerKeys {
  /** The private signing keys, newest first; makes the first one. */
  signingKeys(): Promise<JWK[]>;
}
