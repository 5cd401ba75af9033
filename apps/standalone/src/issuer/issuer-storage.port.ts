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

export type KeptRecord = Record<string, unknown>;

/** What the issuer remembers between requests, by model of the library: sessions, interactions, grants, codes, refresh tokens. */
export interface IssuerRecords {
  find(model: string, id: string): Promise<KeptRecord | undefined>;
  findByUid(model: string, uid: string): Promise<KeptRecord | undefined>;
  put(model: string, id: string, payload: object, ttlSeconds: number): Promise<void>;
  /** False when it was used before: of two who show the same code at once, one is the second. */
  consume(model: string, id: string): Promise<boolean>;
  remove(model: string, id: string): Promise<void>;
  removeByGrant(model: string, grantId: string): Promise<void>;
}
