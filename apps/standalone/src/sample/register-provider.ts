import type { ClientCredentials, CredentialsFile, KafkaAccess } from '../credentials/credentials-file.js';
import { PROVIDER_SCOPES } from '../issuer/issuer-client.model.js';
import type { ApiClient } from './api-client.js';

interface ProviderAnswer {
  clientId?: string;
  clientSecret?: string;
  kafka?: KafkaAccess;
}

/**
 * Registers a provider as the operator and keeps its secrets in the credentials file. Can be repeated: secrets are told once, so
 * when those in the file are missing or not good any more (a crash between the two, or the folder was used with another event log
 * and so with another database meanwhile), new ones are asked for.
 */
export async function registerProvider(
  operator: ApiClient,
  file: CredentialsFile,
  provider: { id: string; name: string },
  { onBroker, isValid }: { onBroker: boolean; isValid: (client: ClientCredentials) => Promise<boolean> },
): Promise<ClientCredentials> {
  const path = `/v1/providers/${provider.id}`;
  const answer = await operator.put<ProviderAnswer>(path, { name: provider.name });
  const kept = file.client(provider.id);
  if (kept && answer.clientSecret === undefined && (kept.kafka !== undefined) === onBroker && (await isValid(kept))) return kept;
  const secrets = answer.clientSecret === undefined ? await operator.post<ProviderAnswer>(`${path}/secrets`, '') : answer;
  const { clientId, clientSecret, kafka } = secrets;
  if (clientId === undefined || clientSecret === undefined) throw new Error(`${path} told no credentials`);
  const client: ClientCredentials = {
    name: provider.id,
    provider: provider.id,
    role: 'provider',
    clientId,
    clientSecret,
    scopes: PROVIDER_SCOPES,
    ...(kafka === undefined ? {} : { kafka }),
  };
  file.put(client);
  return client;
}
