import { SCOPES } from '@tidemark/access';
import { type Configuration, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { People, Sessions } from '../people/people.port.js';
import { errorPage, signedOutPage, signOutPage } from '../sign-in/issuer-pages.js';
import { ACR_TWO_FACTORS } from '../sign-in/second-factor.js';
import { isSecretOf } from './issuer-client.model.js';
import type { IssuerClients, IssuerKeys, IssuerRecords } from './issuer-storage.port.js';
import { oidcAdapter } from './oidc-adapter.js';
import { claimsOf } from './person-claims.js';
import { grantForPerson } from './person-grant.js';

export interface IssuerOptions {
  /** The issuer's own name, the address under which it is mounted. */
  issuer: string;
  /** Audience of the tokens: this installation. */
  audience: string;
  clients: IssuerClients;
  keys: IssuerKeys;
  records: IssuerRecords;
  people: People;
  sessions: Sessions;
  /** Signs cookies; the same after a restart, so that nobody has to sign in again for one. */
  cookieKey: string;
}

const MACHINE_TOKEN_SECONDS = 3600;
/** Where a token is checked by its signature alone, a session that was ended ends with it. */
export const PERSON_TOKEN_SECONDS = 300;
/** A working day. */
const SESSION_SECONDS = 8 * 3600;
/** Between the first page and the last. */
export const SIGN_IN_SECONDS = 600;

/**
 * The embedded OpenID Connect issuer. Machines get tokens by client credentials, people by authorization code with PKCE; both are signed
 * JWTs that any verifier can check by discovery. A machine needs nothing but its id and secret: the audience is always this
 * installation, and without `scope` a token gets all that its client, or the person's role, may have.
 */
export async function createIssuer(options: IssuerOptions): Promise<Provider> {
  const { issuer, audience, keys, people } = options;
  const origin = new URL(issuer).origin;
  const configuration: Configuration = {
    adapter: (model: string) => oidcAdapter(model, { ...options, origin }),
    jwks: { keys: await keys.signingKeys() } as NonNullable<Configuration['jwks']>,
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    extraClientMetadata: { properties: ['tidemark_provider', 'tidemark_role'] },
    scopes: ['openid', 'offline_access', ...SCOPES],
    claims: { acr: null, amr: null, sid: null, auth_time: null, iss: null, openid: ['sub'] },
    acrValues: [ACR_TWO_FACTORS],
    responseTypes: ['code'],
    pkce: { required: () => true },
    ttl: {
      AccessToken: PERSON_TOKEN_SECONDS,
      AuthorizationCode: 60,
      ClientCredentials: MACHINE_TOKEN_SECONDS,
      Grant: SESSION_SECONDS,
      IdToken: PERSON_TOKEN_SECONDS,
      Interaction: SIGN_IN_SECONDS,
      RefreshToken: SESSION_SECONDS,
      Session: SESSION_SECONDS,
    },
    cookies: {
      keys: [options.cookieKey],
      long: { signed: true, httpOnly: true, sameSite: 'lax' },
      short: { signed: true, httpOnly: true, sameSite: 'lax' },
    },
    interactions: { url: (_, interaction) => `${new URL(issuer).pathname}/interaction/${interaction.uid}` },
    findAccount: async (_, id) => {
      const person = await people.find(id);
      return person?.status === 'active' ? { accountId: id, claims: async () => ({ sub: id }) } : undefined;
    },
    loadExistingGrant: (context) => grantForPerson(context, options),
    // Every refresh token dies with the session; none is for "offline".
    issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => true,
    rotateRefreshToken: true,
    renderError: errorPage,
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: signOutPage, postLogoutSuccessSource: signedOutPage },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (context, resource, client) => {
          if (resource !== audience) throw new UnknownResource(resource);
          grantAllWhenNothingIsAskedFor(context, client.scope);
          return {
            scope: SCOPES.join(' '),
            audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: context.oidc.params?.grant_type === 'client_credentials' ? MACHINE_TOKEN_SECONDS : PERSON_TOKEN_SECONDS,
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
    extraTokenClaims: (_, token) => claimsOf(token, options),
  };
  const provider = new Provider(issuer, configuration);
  compareHashes(provider);
  endWithTheBrowser(provider, options.sessions);
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
  const parameters = oidc.params as { scope?: string; grant_type?: string } | undefined;
  if (!parameters || (parameters.grant_type !== undefined && parameters.grant_type !== 'client_credentials')) return;
  const asked = parameters.scope?.split(' ') ?? [];
  // "openid" says only that a person signs in; it asks for nothing here.
  if (asked.some((scope) => SCOPES.some((known) => known === scope))) return;
  const isPerson = asked.includes('openid');
  parameters.scope = isPerson ? [...asked, ...SCOPES].join(' ') : registered;
}

/** What the issuer holds as a client's secret is its hash: it cannot give away what it does not know. */
function compareHashes(provider: Provider): void {
  Object.defineProperty(provider.Client.prototype, 'compareClientSecret', {
    value(this: { clientSecret: string }, secret: string) {
      return isSecretOf(this.clientSecret, secret);
    },
  });
}

/** Signing out in the browser ends the session for every program that it was used for. */
function endWithTheBrowser(provider: Provider, sessions: Sessions): void {
  provider.use(async (context, next) => {
    await next();
    const session = (context as unknown as KoaContextWithOIDC).oidc?.session as { uid: string; destroyed?: boolean } | undefined;
    if (session?.destroyed) await sessions.endByUid(session.uid, Date.now());
  });
}
