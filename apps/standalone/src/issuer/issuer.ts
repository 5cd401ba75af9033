import { randomBytes } from 'node:crypto';
import { SCOPES } from '@tidemark/access';
import {
  type Adapter,
  type AdapterPayload,
  type ClientMetadata,
  type Configuration,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider';
import { type IssuerClient, isSecretOf } from './issuer-client.model.js';
import type { IssuerClients, IssuerKeys } from './issuer-storage.port.js';

export interface IssuerOptions {
  /** The issuer's own name, the address under which it is mounted. */
  issuer: string;
  /** Audience of the tokens: this installation. */
  audience: string;
  clients: IssuerClients;
  keys: IssuerKeys;
}

const TOKEN_SECONDS = 3600;

/**
 * The embedded OpenID Connect issuer: tokens for machines by client credentials, as signed JWTs that any verifier can check by discovery.
 * A request needs nothing but the client's id and secret: the audience is always this installation, and without `scope` a token gets
 * all that its client may have.
 */
export async function createIssuer({ issuer, audience, clients, keys }: IssuerOptions): Promise<Provider> {
  const configuration: Configuration = {
    adapter: (model: string) => adapterOf(model, clients),
    jwks: { keys: await keys.signingKeys() } as NonNullable<Configuration['jwks']>,
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    extraClientMetadata: { properties: ['tidemark_provider', 'tidemark_role'] },
    scopes: [...SCOPES],
    ttl: { ClientCredentials: TOKEN_SECONDS },
    // Signs cookies of interactive logins, which do not exist; the library wants some.
    cookies: { keys: [randomBytes(32).toString('hex')] },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: (context, resource, client) => {
          if (resource !== audience) throw new UnknownResource(resource);
          grantAllWhenNothingIsAskedFor(context, client.scope);
          return {
            scope: SCOPES.join(' '),
            audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: TOKEN_SECONDS,
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
    extraTokenClaims: (_, token) => claimsOf(token.client as unknown as ClientMetadata),
  };
  const provider = new Provider(issuer, configuration);
  compareHashes(provider);
  return provider;
}

/** `invalid_target` of RFC 8707, in the form that the library answers as it is. */
class UnknownResource extends Error {
  readonly expose = true;
  readonly statusCode = 400;
  readonly status = 400;
  readonly error = 'invalid_target';
  readonly error_description: string;
  constructor(resource: string) {
    super('invalid_target');
    this.error_description = `there is no resource ${resource.slice(0, 100)}`;
  }
}

/** RFC 6749, 3.3: without `scope` a default is granted; here all that the client is registered with. */
function grantAllWhenNothingIsAskedFor({ oidc }: KoaContextWithOIDC, registered: string | undefined): void {
  const parameters = oidc.params as { scope?: string } | undefined;
  if (parameters && !parameters.scope) parameters.scope = registered;
}

function claimsOf(client: ClientMetadata): Record<string, unknown> {
  const { tidemark_provider: provider, tidemark_role: role } = client;
  return { ...(provider === undefined ? {} : { tidemark_provider: provider }), tidemark_role: role };
}

/** What the issuer holds as a client's secret is its hash: it cannot give away what it does not know. */
function compareHashes(provider: Provider): void {
  Object.defineProperty(provider.Client.prototype, 'compareClientSecret', {
    value(this: { clientSecret: string }, secret: string) {
      return isSecretOf(this.clientSecret, secret);
    },
  });
}

/** Only clients are looked up: tokens are signed and need no memory, and nobody logs in interactively yet. */
function adapterOf(model: string, clients: IssuerClients): Adapter {
  const refuse = async (): Promise<never> => {
    throw new Error(`The embedded issuer keeps no ${model}`);
  };
  return {
    find: async (id: string) => {
      if (model !== 'Client') return undefined;
      const client = await clients.find(id);
      return client && metadataOf(client);
    },
    upsert: refuse,
    findByUid: refuse,
    findByUserCode: refuse,
    consume: refuse,
    destroy: refuse,
    revokeByGrantId: refuse,
  };
}

function metadataOf(client: IssuerClient): AdapterPayload {
  return {
    client_id: client.clientId,
    client_secret: client.secretHash,
    client_name: client.name,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: client.scopes.join(' '),
    tidemark_role: client.role,
    ...(client.provider === undefined ? {} : { tidemark_provider: client.provider }),
  };
}
