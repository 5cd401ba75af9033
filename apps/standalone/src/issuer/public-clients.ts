import { SCOPES } from '@tidemark/access';
import type { AdapterPayload } from 'oidc-provider';

/** The programs that people sign in with. They run where they can keep no secret: PKCE takes its place. */
const COMMON = {
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  scope: ['openid', 'offline_access', ...SCOPES].join(' '),
} as const;

/** The command line: listens on any port of the loopback address for the moment of the sign-in (RFC 8252). */
const CLI: AdapterPayload = {
  ...COMMON,
  client_id: 'tidemark-cli',
  client_name: 'the Tidemark command line',
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/callback', 'http://[::1]/callback'],
};

const consoleAt = (origin: string): AdapterPayload => ({
  ...COMMON,
  client_id: 'tidemark-console',
  client_name: 'the Tidemark console',
  application_type: 'web',
  redirect_uris: [`${origin}/console/callback`],
  post_logout_redirect_uris: [`${origin}/console/`],
});

/** `origin`: of this installation, as people reach it. */
export function publicClient(clientId: string, origin: string): AdapterPayload | undefined {
  if (clientId === CLI.client_id) return CLI;
  return clientId === 'tidemark-console' ? consoleAt(origin) : undefined;
}
