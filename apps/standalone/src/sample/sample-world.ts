import type { PersonRole } from '@tidemark/access';
import { FIRST_ADMINISTRATOR } from '../composition/first-administrator.js';
import type { ClientCredentials, CredentialsFile, PersonEntry } from '../credentials/credentials-file.js';
import type { Progress } from '../home/progress.js';
import { personToken } from '../person-client/person-token.js';
import { fillIdentities, sendSampleUsage } from '../sample-identity/fill-identities.js';
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
  const analystsOf = (provider: string) => {
    const [first, second] = decidersOf(credentials, provider).map((person) => new ApiClient(origin, personToken(`${origin}/oidc`, person)));
    return [first!, second!] as const;
  };
  await Promise.all([
    loadTrace(clientOf(ITP_PROVIDER.id), { resumed, progress }),
    sendSampleUsage(clientOf),
    fillIdentities({ clientOf, analystsOf }),
  ]);
}

/** Two people of a provider who decide about its customers: a lead and an analyst. */
function decidersOf(credentials: CredentialsFile, provider: string): readonly [PersonEntry, PersonEntry] {
  const entryOf = (role: PersonRole) => {
    const person = SAMPLE_PEOPLE.findLast((one) => one.provider === provider && one.role === role);
    const entry = person && credentials.person(person.username);
    if (!entry) throw new Error(`The credentials of a ${role} of ${provider} are missing`);
    return entry;
  };
  return [entryOf('compliance-lead'), entryOf('compliance-analyst')];
}

async function registerFacilities(client: ApiClient, { clusters, meters }: SampleProvider): Promise<void> {
  await Promise.all(Object.entries(clusters).map(([id, cluster]) => client.put(`/v1/clusters/${id}`, cluster)));
  await Promise.all(Object.entries(meters).map(([source, meter]) => client.put(`/v1/meters/${source}`, meter)));
}
