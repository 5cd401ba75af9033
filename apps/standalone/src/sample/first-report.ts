import type { ClientCredentials, CredentialsFile } from '../credentials/credentials-file.js';
import { ApiClient } from './api-client.js';
import { clientToken } from './client-token.js';
import { nextSequence } from './report-numbers.js';
import { SAMPLE_PROVIDERS } from './sample-providers.js';

/** What a newcomer needs to send a report as a sample provider that is not a repetition of one sent before. */
export interface FirstReport {
  client: ClientCredentials;
  source: string;
  cluster: string;
  nextSequence: number;
}

export async function firstReport(origin: string, tokenEndpoint: string, credentials: CredentialsFile): Promise<FirstReport> {
  const [{ id, meters, clusters }] = SAMPLE_PROVIDERS as [(typeof SAMPLE_PROVIDERS)[number]];
  const client = credentials.client(id);
  const [source] = Object.keys(meters);
  const [cluster] = Object.keys(clusters);
  if (!client || !source || !cluster) throw new Error(`The sample provider ${id} is not complete`);
  const asProvider = new ApiClient(origin, clientToken(tokenEndpoint, client));
  return { client, source, cluster, nextSequence: await nextSequence(asProvider, source, 1) };
}
