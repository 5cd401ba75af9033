import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { totpCode } from '../people/totp.js';
import { actionOf, alertIn, Browser, type Shown } from './browser.js';

export interface PersonCredentials {
  username: string;
  password: string;
  totpSecret: string;
}

export interface PersonTokens {
  accessToken: string;
  refreshToken: string | undefined;
  expiresInSeconds: number;
}

const REDIRECT_URI = 'http://127.0.0.1:7777/callback';
const STEP_MS = 30_000;

/** The sign-in was refused; the message is what the page said. */
export class SignInRefused extends Error {}

/**
 * Signs a person in as a program with a browser would: authorization code with PKCE, the pages' own forms, password, then the code of the
 * authenticator app. `issuer` is the address at which it is reached. Throws {@link SignInRefused}.
 */
export async function signIn(issuer: string, person: PersonCredentials, scope = 'openid'): Promise<PersonTokens> {
  const { browser, page, verifier, state } = await begin(issuer, scope);
  const second = await submit(browser, page, 'password', { username: person.username, password: person.password });
  const done = await secondFactor(browser, second, person.totpSecret);
  const answer = new URL(done.url).searchParams;
  const code = answer.get('code');
  if (code === null || answer.get('state') !== state) throw new SignInRefused(answer.get('error_description') ?? 'No code was answered');
  return tokens(issuer, { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, code_verifier: verifier });
}

/** Whether the password is right; nothing comes of the sign-in that is begun for it. */
export async function passwordHolds(issuer: string, { username, password }: PersonCredentials): Promise<boolean> {
  const { browser, page } = await begin(issuer, 'openid');
  return actionOf(await submit(browser, page, 'password', { username, password }, true), 'code') !== undefined;
}

async function begin(issuer: string, scope: string): Promise<{ browser: Browser; page: Shown; verifier: string; state: string }> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const browser = new Browser((url) => url.startsWith(REDIRECT_URI));
  const query = new URLSearchParams({
    client_id: 'tidemark-cli',
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return { browser, page: await browser.get(`${issuer}/auth?${query}`), verifier, state };
}

/** New tokens for a refresh token, which is used up by it. */
export const refresh = (issuer: string, refreshToken: string): Promise<PersonTokens> =>
  tokens(issuer, { grant_type: 'refresh_token', refresh_token: refreshToken });

/** A code works once. Who signed in a moment ago takes the next one, which is good already, or waits for it. */
async function secondFactor(browser: Browser, page: Shown, secret: string): Promise<Shown> {
  const nowMs = Date.now();
  for (const ahead of [0, STEP_MS]) {
    const shown = await submit(browser, page, 'code', { code: totpCode(secret, nowMs + ahead) }, true);
    if (shown.url.startsWith(REDIRECT_URI)) return shown;
  }
  await sleep(STEP_MS - (Date.now() % STEP_MS) + 500);
  return submit(browser, page, 'code', { code: totpCode(secret, Date.now() + STEP_MS) });
}

async function submit(browser: Browser, page: Shown, field: string, form: Record<string, string>, mayFail = false): Promise<Shown> {
  const action = actionOf(page, field);
  if (action === undefined) throw new SignInRefused(alertIn(page) ?? `No form with "${field}" at ${page.url} (${page.status})`);
  const shown = await browser.post(action, form);
  if (shown.status === 429 || (shown.status >= 400 && !mayFail))
    throw new SignInRefused(alertIn(shown) ?? `${action} answered ${shown.status}`);
  return shown;
}

async function tokens(issuer: string, form: Record<string, string>): Promise<PersonTokens> {
  const response = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams({ client_id: 'tidemark-cli', ...form }) });
  const body = (await response.json()) as {
    access_token?: string;
    refresh_token?: string;
    expires_in?: number;
    error_description?: string;
  };
  if (body.access_token === undefined) throw new SignInRefused(body.error_description ?? `${issuer}/token answered ${response.status}`);
  return { accessToken: body.access_token, refreshToken: body.refresh_token, expiresInSeconds: body.expires_in ?? 0 };
}
