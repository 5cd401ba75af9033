import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type MachineRole, ROLE_SCOPES, type Scope } from '@tidemark/access';

/** Who may ask the issuer for tokens, and what the tokens say. */
export interface IssuerClient {
  clientId: string;
  /** Hex SHA-256 of the secret. A plain hash will do: secrets are made here, of 256 random bits, and cannot be guessed. */
  secretHash: string;
  name: string;
  provider: string | undefined;
  role: MachineRole;
  scopes: readonly Scope[];
}

export const PROVIDER_SCOPES = ROLE_SCOPES.provider;
export const OPERATOR_SCOPES = ROLE_SCOPES.operator;

/** One client a provider: made again, it is the same client with another secret. */
export const clientIdOf = (provider: string): string => `provider-${provider}`;

export const newSecret = (): string => randomBytes(32).toString('base64url');

export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export function isSecretOf(secretHash: string, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hashOfSecret(secret)), Buffer.from(secretHash));
}

export function providerClient(provider: string, secret: string): IssuerClient {
  const clientId = clientIdOf(provider);
  return { clientId, secretHash: hashOfSecret(secret), name: provider, provider, role: 'provider', scopes: PROVIDER_SCOPES };
}

export function operatorClient(secret: string): IssuerClient {
  return {
    clientId: 'operator',
    secretHash: hashOfSecret(secret),
    name: 'operator',
    provider: undefined,
    role: 'operator',
    scopes: OPERATOR_SCOPES,
  };
}
