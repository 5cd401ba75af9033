import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OidcTokenVerifier, type PersonRole, ROLE_SCOPES } from '@tidemark/access';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import express from 'express';
import { type PeopleStores, peopleStores, signInPages } from '../composition/embedded-people.js';
import { createIssuer } from '../issuer/issuer.js';
import { ISSUER_APP, ISSUER_MIGRATIONS, PostgresIssuerClients, PostgresIssuerKeys } from '../issuer/issuer-storage.postgres.js';
import { SealedBox } from '../issuer/sealed-box.js';
import { RevocableTokens } from '../people/revocable-tokens.js';
import { totpCode } from '../people/totp.js';
import { acceptInvitation } from '../person-client/accept-invitation.js';
import { actionOf, alertIn, Browser, type Shown } from '../person-client/browser.js';
import { type PersonCredentials, refresh, SignInRefused, signIn } from '../person-client/person-sign-in.js';

const audience = 'urn:tidemark:api';
const REDIRECT = 'http://127.0.0.1:9999/callback';
const VERIFIER = 'a'.repeat(43);
const PASSWORD = 'a tide of small words';

describe('signing in', () => {
  let postgres: TestPostgres;
  let database: AppDatabase;
  let home: string;
  let server: Server;
  let issuer: string;
  let stores: PeopleStores;
  let verifier: RevocableTokens;
  /** The pages' clock runs ahead by so much. */
  let aheadMs = 0;
  let checkedAtMs = 0;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await openAppDatabase({ url: postgres.url, app: ISSUER_APP, migrations: ISSUER_MIGRATIONS });
    home = await mkdtemp(join(tmpdir(), 'tidemark-sign-in-'));
    server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    issuer = `${origin}/oidc`;
    const box = await SealedBox.in(home);
    stores = peopleStores(database.transactions, box);
    const clients = new PostgresIssuerClients(database.transactions);
    const keys = new PostgresIssuerKeys(database.transactions, box);
    const provider = await createIssuer({ issuer, audience, clients, keys, ...stores, cookieKey: box.derived('cookies') });
    const now = () => Date.now() + aheadMs;
    const app = express();
    app.use('/oidc', signInPages(provider, stores, { issuer, origins: [origin], trustedProxy: false, now }), provider.callback());
    server.on('request', app);
    verifier = new RevocableTokens(new OidcTokenVerifier({ issuer, audience }), stores.sessions, () => Date.now() + checkedAtMs);
  }, 60_000);

  beforeEach(async () => {
    aheadMs = 0;
    await database.transactions.run((tx) => tx.query('delete from sign_in_attempt'));
  });

  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await database.close();
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  });

  let count = 0;
  async function person(role: PersonRole = 'compliance-analyst', at: string | null = 'alpha') {
    const provider = at ?? undefined;
    const username = `person-${++count}`;
    const by = { actor: 'test', nowMs: Date.now() };
    const made = await stores.people.command({ username }, { do: 'invite', username, name: 'A Person', role, provider }, by);
    if ('refused' in made) throw new Error(made.refused.code);
    const { totpSecret, recoveryCodes } = await acceptInvitation(`${issuer}/invitation/${made.invitation!.token}`, PASSWORD);
    return { id: made.person.id, username, password: PASSWORD, totpSecret, recoveryCodes };
  }

  /** The page that asks for the password, in a browser of its own. */
  async function begun(over: Record<string, string | undefined> = {}) {
    const browser = new Browser((url) => url.startsWith(REDIRECT));
    const parameters = {
      client_id: 'tidemark-cli',
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: 'openid',
      state: 's',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
      ...over,
    };
    const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return { browser, page: await browser.get(`${issuer}/auth?${new URLSearchParams(given)}`) };
  }

  const send = (browser: Browser, page: Shown, form: Record<string, string>) => browser.post(actionOf(page, Object.keys(form)[0]!)!, form);

  /** As far as the code that the program gets. */
  async function code(who: PersonCredentials, over: Record<string, string | undefined> = {}): Promise<string> {
    const { browser, page } = await begun(over);
    const second = await send(browser, page, { username: who.username, password: who.password });
    const done = await send(browser, second, { code: totpCode(who.totpSecret, Date.now() + 30_000) });
    return new URL(done.url).searchParams.get('code')!;
  }

  async function exchange(form: Record<string, string>) {
    const defaults = { grant_type: 'authorization_code', client_id: 'tidemark-cli', redirect_uri: REDIRECT, code_verifier: VERIFIER };
    const response = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams({ ...defaults, ...form }) });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  }

  const verdict = async (token: string) => {
    const result = await verifier.verify(token);
    return 'caller' in result ? 'GOOD' : result.refused.code;
  };

  it('leads from the invitation to a token that says who, as what and how', async () => {
    const ana = await person();
    const { accessToken, refreshToken, expiresInSeconds } = await signIn(issuer, ana);
    expect(expiresInSeconds).toBeLessThanOrEqual(300);
    expect(refreshToken).toBeDefined();
    expect(await verifier.verify(accessToken)).toEqual({
      caller: {
        subject: ana.id,
        person: ana.id,
        role: 'compliance-analyst',
        provider: 'alpha',
        scopes: new Set(ROLE_SCOPES['compliance-analyst']),
      },
    });
  });

  it('gives of what is asked for only what the role can have', async () => {
    const otto = await person('auditor', null);
    const { accessToken } = await signIn(issuer, otto, 'openid customers:read customers:write');
    expect(await verifier.verify(accessToken)).toMatchObject({ caller: { scopes: new Set(['customers:read']), provider: undefined } });
  });

  it('wants PKCE, by S256, and the verifier that belongs to it', async () => {
    for (const over of [{ code_challenge: undefined, code_challenge_method: undefined }, { code_challenge_method: 'plain' }]) {
      const { page } = await begun(over);
      expect(new URL(page.url).searchParams.get('error')).toBe('invalid_request');
    }
    const got = await code(await person());
    expect(await exchange({ code: got, code_verifier: 'b'.repeat(43) })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await exchange({ code: got })).toMatchObject({ status: 200 });
  });

  it('sends codes only where the program is registered to be', async () => {
    const { page } = await begun({ redirect_uri: 'http://127.0.0.1.evil.example/callback' });
    expect([page.status, page.url.startsWith(issuer)]).toEqual([400, true]);
    expect(page.text).toContain('This did not work');
  });

  it('takes a code once, also from two at the same time, and the second use ends what the first one got', async () => {
    const got = await code(await person());
    const answers = await Promise.all([exchange({ code: got }), exchange({ code: got })]);
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const first = await code(await person());
    const { body } = await exchange({ code: first });
    expect((await exchange({ code: first })).body.error).toBe('invalid_grant');
    await expect(refresh(issuer, body.refresh_token!)).rejects.toThrow(SignInRefused);
  });

  it('rotates refresh tokens, and ends all of them when an old one is shown', async () => {
    const { refreshToken } = await signIn(issuer, await person());
    const next = await refresh(issuer, refreshToken!);
    expect(next.refreshToken).not.toBe(refreshToken);
    await expect(refresh(issuer, refreshToken!)).rejects.toThrow(SignInRefused);
    await expect(refresh(issuer, next.refreshToken!)).rejects.toThrow(SignInRefused);
  });

  it('says the same of a wrong password, of nobody, of the invited and of the disabled', async () => {
    const ana = await person();
    const gone = await person();
    await stores.people.command({ id: gone.id }, { do: 'disable', reason: 'left' }, { actor: 'test', nowMs: Date.now() });
    const invited = { do: 'invite', username: 'only-invited', name: 'X', role: 'auditor' } as const;
    await stores.people.command({ username: 'only-invited' }, invited, { actor: 'test', nowMs: Date.now() });
    const texts = new Set<string>();
    const times: number[] = [];
    for (const [username, password] of [
      [ana.username, 'wrong'],
      ['nobody-at-all', PASSWORD],
      ['only-invited', PASSWORD],
      [gone.username, PASSWORD],
    ] as const) {
      const { browser, page } = await begun();
      const began = performance.now();
      const shown = await send(browser, page, { username, password });
      times.push(performance.now() - began);
      expect(shown.status).toBe(401);
      texts.add(shown.text.replaceAll(username, 'X').replace(/interaction\/[\w-]+/g, ''));
    }
    expect(texts.size).toBe(1);
    // Every one of them computes argon2id; without it a refusal takes a few milliseconds.
    expect(Math.min(...times)).toBeGreaterThan(Math.max(...times) / 6);
  });

  it('locks an account out after five wrong passwords, the right one too, and for longer each time; it is the same for nobody', async () => {
    const ana = await person();
    for (const username of [ana.username, 'nobody-there']) {
      aheadMs = 0;
      const { browser, page } = await begun();
      const tries = [];
      for (let i = 0; i < 5; i++) tries.push((await send(browser, page, { username, password: 'wrong' })).status);
      expect(tries).toEqual([401, 401, 401, 401, 401]);
      const locked = await send(browser, page, { username, password: PASSWORD });
      expect([locked.status, alertIn(locked)]).toEqual([429, expect.stringMatching(/Try again in (29|30) seconds/)]);
      aheadMs = 31_000;
      expect((await send(browser, page, { username, password: 'wrong' })).status).toBe(401);
      expect(alertIn(await send(browser, page, { username, password: 'wrong' }))).toMatch(/Try again in (59|60) seconds/);
    }
    aheadMs = 0;
    await database.transactions.run((tx) => tx.query('update sign_in_attempt set locked_until_ms = 0'));
    await expect(signIn(issuer, ana)).resolves.toBeDefined();
  });

  it('counts many guesses at once as many', async () => {
    const ana = await person();
    const { browser, page } = await begun();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => send(browser, page, { username: ana.username, password: `wrong ${i}` })),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('locks an address out that tries many names', async () => {
    const { browser, page } = await begun();
    const statuses: number[] = [];
    for (let i = 0; i < 55; i++) statuses.push((await send(browser, page, { username: `guess-${i}`, password: 'x' })).status);
    expect(statuses.slice(0, 50)).not.toContain(429);
    expect(statuses.slice(50)).toEqual([429, 429, 429, 429, 429]);
  }, 120_000);

  it('takes a code of the app once, in any browser, and locks after five wrong ones', async () => {
    const ana = await person();
    const enter = async (typed: string) => {
      const { browser, page } = await begun();
      return send(browser, await send(browser, page, { username: ana.username, password: PASSWORD }), { code: typed });
    };
    const typed = totpCode(ana.totpSecret, Date.now() + 30_000);
    expect((await enter(typed)).url).toContain('code=');
    const again = await enter(typed);
    expect([again.status, alertIn(again)]).toEqual([401, expect.stringContaining('used before')]);
    for (let i = 0; i < 4; i++) expect((await enter('000000')).status).toBe(401);
    expect((await enter(totpCode(ana.totpSecret, Date.now() + 30_000))).status).toBe(429);
  });

  it('takes a recovery code once in place of the app, and writes it down', async () => {
    const ana = await person();
    expect(ana.recoveryCodes).toHaveLength(10);
    const enter = async (typed: string) => {
      const { browser, page } = await begun();
      return send(browser, await send(browser, page, { username: ana.username, password: PASSWORD }), { code: typed });
    };
    expect((await enter(ana.recoveryCodes[0]!.toUpperCase().replaceAll('-', ' '))).url).toContain('code=');
    expect((await enter(ana.recoveryCodes[0]!)).status).toBe(401);
    expect((await stores.people.history(ana.id)).map(({ fact }) => fact.kind)).toContain('RECOVERY_CODE_USED');
  });

  it('never shows the second factor before the password, and no sign-in to another browser', async () => {
    const ana = await person();
    const { browser, page } = await begun();
    const base = actionOf(page, 'password')!.replace(/\/password$/, '');
    expect((await browser.post(`${base}/code`, { code: totpCode(ana.totpSecret, Date.now()) })).status).toBe(401);
    await send(browser, page, { username: ana.username, password: PASSWORD });
    const stranger = await new Browser().get(base);
    expect([stranger.status, stranger.text]).toEqual([400, expect.stringContaining('This sign-in has ended')]);
  });

  it('ends with the session: tokens, refresh tokens and the browser', async () => {
    const ana = await person();
    const { accessToken, refreshToken } = await signIn(issuer, ana);
    expect(await verdict(accessToken)).toBe('GOOD');
    const [session] = await stores.sessions.open(ana.id);
    expect(session).toMatchObject({ clients: ['tidemark-cli'], amr: ['pwd', 'otp', 'mfa'], address: expect.stringContaining('127.0.0.1') });
    expect(await stores.sessions.end(ana.id, { actor: ana.id, nowMs: Date.now(), session: session!.id })).toEqual([session!.id]);
    checkedAtMs = 3000;
    expect(await verdict(accessToken)).toBe('TOKEN_REVOKED');
    await expect(refresh(issuer, refreshToken!)).rejects.toThrow(SignInRefused);
    expect(await stores.sessions.open(ana.id)).toEqual([]);
  });

  it.each([
    ['disabled', { do: 'disable', reason: 'left' }],
    ['given another role', { do: 'change', role: 'compliance-lead', provider: 'alpha' }],
    ['to enrol anew', { do: 'reset-factors', reason: 'lost the telephone' }],
  ] as const)('ends when a person is %s', async (_, command) => {
    const ana = await person();
    const { accessToken, refreshToken } = await signIn(issuer, ana);
    await stores.people.command({ id: ana.id }, command, { actor: 'test', nowMs: Date.now() });
    checkedAtMs += 3000;
    expect(await verdict(accessToken)).toBe('TOKEN_REVOKED');
    await expect(refresh(issuer, refreshToken!)).rejects.toThrow(SignInRefused);
  });

  it('signs out in the browser, and everywhere that it was used', async () => {
    const ana = await person();
    const { browser, page } = await begun();
    const second = await send(browser, page, { username: ana.username, password: PASSWORD });
    const done = await send(browser, second, { code: totpCode(ana.totpSecret, Date.now() + 30_000) });
    const { body } = await exchange({ code: new URL(done.url).searchParams.get('code')! });
    expect(await verdict(body.access_token!)).toBe('GOOD');
    const asked = await browser.get(`${issuer}/session/end`);
    expect(asked.text).toContain('Sign out?');
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.text)![1]!;
    const out = await browser.post(actionOf(asked, 'xsrf')!, { xsrf, logout: 'yes' });
    expect(out.text).toContain('You are signed out');
    checkedAtMs += 3000;
    expect(await verdict(body.access_token!)).toBe('TOKEN_REVOKED');
  });

  it('asks a person who is signed in already before a program on her machine may act for her', async () => {
    const ana = await person();
    const { browser, page } = await begun();
    const second = await send(browser, page, { username: ana.username, password: PASSWORD });
    await send(browser, second, { code: totpCode(ana.totpSecret, Date.now() + 30_000) });
    const query = new URLSearchParams({
      client_id: 'tidemark-cli',
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: 'openid',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const asked = await browser.get(`${issuer}/auth?${query}`);
    expect(asked.text).toContain('Continue?');
    const done = await browser.post(`${asked.url}/consent`, {});
    expect(await exchange({ code: new URL(done.url).searchParams.get('code')! })).toMatchObject({ status: 200 });
  });

  it('lets a person cancel', async () => {
    const { browser, page } = await begun();
    const base = actionOf(page, 'password')!.replace(/\/password$/, '');
    const done = await browser.post(`${base}/cancel`, {});
    expect(new URL(done.url).searchParams.get('error')).toBe('access_denied');
  });

  it('uses an invitation up, and takes no weak password', async () => {
    const by = { actor: 'test', nowMs: Date.now() };
    const invite = { do: 'invite', username: 'fresh', name: 'F', role: 'auditor' } as const;
    const made = await stores.people.command({ username: 'fresh' }, invite, by);
    if ('refused' in made) throw new Error('refused');
    const url = `${issuer}/invitation/${made.invitation!.token}`;
    for (const weak of ['short', 'aaaaaaaaaaaaaaaa', 'my name is fresh ok']) await expect(acceptInvitation(url, weak)).rejects.toThrow();
    await acceptInvitation(url, PASSWORD);
    await expect(acceptInvitation(url, PASSWORD)).rejects.toThrow('used already');
    await expect(acceptInvitation(`${issuer}/invitation/${'x'.repeat(43)}`, PASSWORD)).rejects.toThrow('used already');
  });

  it('takes no form from another site, and pages let nothing of others in', async () => {
    const { page } = await begun();
    const response = await fetch(actionOf(page, 'password')!, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: new URLSearchParams({ username: 'x', password: 'y' }),
    });
    expect(response.status).toBe(403);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('keeps nothing in the database that lets its reader sign in, or tells who somebody is', async () => {
    const ana = await person();
    const { refreshToken, accessToken } = await signIn(issuer, ana);
    const rows: unknown[] = [];
    for (const table of [
      'person',
      'passkey',
      'recovery_code',
      'invitation',
      'person_session',
      'session_grant',
      'oidc_record',
      'person_fact',
    ])
      rows.push(await database.transactions.run((tx) => tx.query(`select t::text as row from ${table} t`)));
    const text = JSON.stringify(rows);
    const bytes = text.replace(/\\\\x([0-9a-f]+)/g, (_, hex) => Buffer.from(hex, 'hex').toString('latin1'));
    for (const secret of [
      refreshToken!,
      accessToken,
      PASSWORD,
      ana.totpSecret,
      ...ana.recoveryCodes,
      ana.username,
      'A Person',
      '127.0.0.1',
    ]) {
      expect(text).not.toContain(secret);
      expect(bytes).not.toContain(secret);
    }
    expect(text).toContain(ana.id);
  });

  it('keeps the record of people as it was written', async () => {
    const ana = await person();
    expect((await stores.people.history(ana.id)).map(({ fact, actor }) => [fact.kind, actor])).toEqual([
      ['INVITED', 'test'],
      ['ENROLLED', ana.id],
    ]);
    for (const sql of ['delete from person_fact', `update person_fact set actor = 'x'`, 'truncate person_fact'])
      await expect(database.transactions.run((tx) => tx.query(sql))).rejects.toThrow('only grows');
  });
});
