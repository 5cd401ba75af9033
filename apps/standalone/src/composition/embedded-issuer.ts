import { OidcTokenVerifier, OutsideIssuerCredentials, type ProviderCredentials, type TokenVerifier } from '@tidemark/access';
import type { OidcConfig, TidemarkConfig } from '@tidemark/config';
import { outsideTokens } from '@tidemark/observability';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import type { RequestHandler } from 'express';
import type Provider from 'oidc-provider';
import { CredentialsFile } from '../credentials/credentials-file.js';
import { EmbeddedCredentials } from '../issuer/embedded-credentials.js';
import { createIssuer } from '../issuer/issuer.js';
import { newSecret, OPERATOR_SCOPES, operatorClient } from '../issuer/issuer-client.model.js';
import { ISSUER_APP, ISSUER_MIGRATIONS, PostgresIssuerClients, PostgresIssuerKeys } from '../issuer/issuer-storage.postgres.js';
import { SealedBox } from '../issuer/sealed-box.js';
import type { PeopleParts } from '../people/people.parts.js';
import { RevocableTokens } from '../people/revocable-tokens.js';
import { peopleStores, signInPages } from './embedded-people.js';
import { ensureFirstAdministrator } from './first-administrator.js';

/** Who gives the tokens that this installation accepts. */
export interface Issuing {
  tokenVerifier: TokenVerifier;
  providerCredentials: ProviderCredentials;
  /** Absent with an outside issuer: nothing is then written about credentials, and no sample world can be made. */
  embedded: EmbeddedIssuer | undefined;
}

export interface EmbeddedIssuer {
  provider: Provider;
  /** To be mounted under the issuer's path, before the provider. */
  pages: RequestHandler;
  people: PeopleParts;
  tokenEndpoint: string;
  credentials: CredentialsFile;
  database: AppDatabase;
}

export function outsideIssuing(oidc: OidcConfig & { issuer: string }): Issuing {
  return {
    tokenVerifier: outsideTokens(oidc),
    providerCredentials: new OutsideIssuerCredentials(),
    embedded: undefined,
  };
}

/** Opens the embedded issuer under `origin`/oidc, in this process reached at `local`/oidc, and makes sure that the operator can log in. */
export async function embeddedIssuing(
  config: TidemarkConfig & { databaseUrl: string },
  { origin, local }: { origin: string; local: string },
): Promise<Issuing> {
  const { home, databaseUrl, oidc } = config;
  const database = await openAppDatabase({ url: databaseUrl, app: ISSUER_APP, migrations: ISSUER_MIGRATIONS, poolSize: 4 });
  const clients = new PostgresIssuerClients(database.transactions);
  const box = await SealedBox.in(home);
  const keys = new PostgresIssuerKeys(database.transactions, box);
  const stores = peopleStores(database.transactions, box);
  const issuer = `${origin}/oidc`;
  const tokenEndpoint = `${issuer}/token`;
  const provider = await createIssuer({ issuer, audience: oidc.audience, clients, keys, ...stores, cookieKey: box.derived('cookies') });
  // A public address other than our own means a proxy in front, which says who calls and by which protocol.
  const trustedProxy = config.publicUrl !== undefined;
  provider.proxy = trustedProxy;
  const origins = [origin, local, local.replace('//127.0.0.1:', '//localhost:')].map((address) => new URL(address).origin);
  const pages = signInPages(provider, stores, { issuer, origins, trustedProxy });
  const credentials = new CredentialsFile(home, tokenEndpoint);
  const clientSecret = credentials.client('operator')?.clientSecret ?? newSecret();
  // The file first: a secret that only the issuer knew would be of no use to anybody.
  credentials.put({ name: 'operator', provider: null, role: 'operator', clientId: 'operator', clientSecret, scopes: OPERATOR_SCOPES });
  await clients.put(operatorClient(clientSecret));
  await ensureFirstAdministrator(stores, credentials);
  return {
    tokenVerifier: new RevocableTokens(
      new OidcTokenVerifier({ issuer, audience: oidc.audience, discoverAt: `${local}/oidc` }),
      stores.sessions,
    ),
    providerCredentials: new EmbeddedCredentials(clients, tokenEndpoint),
    embedded: { provider, pages, people: { ...stores, issuer }, tokenEndpoint, credentials, database },
  };
}
