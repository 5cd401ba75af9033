import { FIRST_ADMINISTRATOR } from '../composition/first-administrator.js';
import type { ClientCredentials, CredentialsFile } from '../credentials/credentials-file.js';
import type { Progress } from '../home/progress.js';
import { personToken } from '../person-client/person-token.js';
import { ITP_PROVIDER } from '../trace/itp-reports.js';
import { loadTrace } from '../trace/load-trace.js';
import { ApiClient } from './api-client.js';
import { clientToken } from './client-token.js';
import { registerPeople } from './register-people.js';
import { registerProvider } from './register-provider.js';
import { SAMPLE_PEOPLE } from './sample-people.js';
import { SAMPLE_PROVIDERS, type SampleProvider } from './sample-providers.js';

export interface SampleWorldOptions {
  /** Of the public HTTP door. */
  origin: string;
  tokenEndpoint: string;
  credentials: CredentialsFile;
  /** The event log is a broker that providers reach with credentials of their own. */
  onBroker: boolean;
  progress: Progress;
}

/** Fills a new installation with something to look at, through the public door alone. Does nothing that is done already. */
export async function makeSampleWorld(options: SampleWorldOptions): Promise<void> {
  const { origin, tokenEndpoint, credentials, onBroker, progress } = options;
  const clientOf = (name: string) => {
    const client = credentials.client(name);
    if (!client) throw new Error(`The credentials of "${name}" are missing`);
    return new ApiClient(origin, clientToken(tokenEndpoint, client));
  };
  const operator = clientOf('operator');
  const isValid = (client: ClientCredentials) => new ApiClient(origin, clientToken(tokenEndpoint, client)).canLogIn();
  const resumed = credentials.client(ITP_PROVIDER.id) !== undefined;
  for (const provider of [ITP_PROVIDER, ...SAMPLE_PROVIDERS])
    await registerProvider(operator, credentials, provider, { onBroker, isValid });
  const admin = credentials.person(FIRST_ADMINISTRATOR);
  if (!admin) throw new Error('The credentials of the administrator are missing');
  await registerPeople(new ApiClient(origin, personToken(`${origin}/oidc`, admin)), credentials, SAMPLE_PEOPLE, origin);
  await Promise.all(SAMPLE_PROVIDERS.map((provider) => registerFacilities(clientOf(provider.id), provider)));
  await loadTrace(clientOf(ITP_PROVIDER.id), { resumed, progress });
}

async function registerFacilities(client: ApiClient, { clusters, meters }: SampleProvider): Promise<void> {
  await Promise.all(Object.entries(clusters).map(([id, cluster]) => client.put(`/v1/clusters/${id}`, cluster)));
  await Promise.all(Object.entries(meters).map(([source, meter]) => client.put(`/v1/meters/${source}`, meter)));
}
