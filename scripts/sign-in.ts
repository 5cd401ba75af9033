/**
 * Signs a person of credentials.json in and prints the access token:
 *
 *     TOKEN=$(npm run -s sign-in -- --person ana)
 *
 * The whole way that a person goes: authorization code with PKCE, password, code of the authenticator app. --scope limits the token;
 * --json prints all that the token endpoint answered. TIDEMARK_HOME says which installation.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '@tidemark/config';
import type { Credentials } from '../apps/standalone/src/credentials/credentials-file.js';
import { SignInRefused, signIn } from '../apps/standalone/src/person-client/person-sign-in.js';

const USAGE = 'npm run -s sign-in -- --person USERNAME [--scope "openid customers:read"] [--json]';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { person: { type: 'string' }, scope: { type: 'string' }, json: { type: 'boolean' } } });
  if (values.person === undefined) throw new Error(USAGE);
  const path = join(loadConfig().home, 'credentials.json');
  const { people, tokenEndpoint } = JSON.parse(readFileSync(path, 'utf8')) as Credentials;
  const person = people.find(({ username }) => username === values.person);
  if (!person)
    throw new Error(`${path} has nobody of the name "${values.person}", but: ${people.map(({ username }) => username).join(', ')}`);
  const scope = ['openid', ...(values.scope?.split(' ') ?? [])].join(' ');
  const tokens = await signIn(tokenEndpoint.replace(/\/token$/, ''), person, scope);
  console.log(values.json ? JSON.stringify(tokens, undefined, 2) : tokens.accessToken);
}

main().catch((error: unknown) => {
  const refused = error instanceof SignInRefused ? `The sign-in was refused: ${error.message}` : undefined;
  const away = (error as { cause?: { code?: string } }).cause?.code === 'ECONNREFUSED' ? 'Tidemark does not run: npm start' : undefined;
  console.error(refused ?? away ?? (error instanceof Error ? error.message : error));
  process.exitCode = 1;
});
