import type { ClientCredentials } from '../credentials/credentials-file.js';
import { errorOf } from './api-error.js';

/** Gives a token that is good for at least a minute. */
export type TokenSource = () => Promise<string>;

/** Tokens of a machine's client: asked for when one is needed, used until a minute before they end. */
export function clientToken(tokenEndpoint: string, credentials: Pick<ClientCredentials, 'clientId' | 'clientSecret'>): TokenSource {
  let token: { value: string; untilMs: number } | undefined;
  return async () => {
    if (token && Date.now() < token.untilMs) return token.value;
    const { clientId, clientSecret } = credentials;
    const response = await fetch(tokenEndpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const text = await response.text();
    if (!response.ok) throw errorOf('POST', tokenEndpoint, response.status, text);
    const { access_token, expires_in } = JSON.parse(text) as { access_token: string; expires_in: number };
    token = { value: access_token, untilMs: Date.now() + (expires_in - 60) * 1000 };
    return access_token;
  };
}
