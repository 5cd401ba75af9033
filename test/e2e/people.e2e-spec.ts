/** People from outside: an administrator manages them over HTTP, they sign in by the pages, in a real browser with a passkey too. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core';
import { acceptInvitation } from '../../apps/standalone/src/person-client/accept-invitation.js';
import { signIn } from '../../apps/standalone/src/person-client/person-sign-in.js';
import { type Answer, request } from './harness/client.js';
import { checkout, run, Tidemark } from './harness/tidemark.js';

const PASSWORD = 'words enough for a test';
/** What a token of an ended session can still do, and some time for a busy machine. */
const REVOKED_WITHIN_MS = 6000;

describe('people', () => {
  let tidemark: Tidemark;
  let admin: string;

  beforeAll(async () => {
    tidemark = await Tidemark.started('--empty');
    const { people } = await tidemark.credentials();
    admin = (await signIn(`${tidemark.origin}/oidc`, people[0]!)).accessToken;
  }, 150_000);
  afterAll(() => tidemark?.remove(), 60_000);

  const call = (token: string, method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> =>
    request(`${tidemark.origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const invite = (over: object) => call(admin, 'POST', '/v1/people', { username: 'x1', name: 'X', role: 'auditor', ...over });

  async function person(username: string, role: string, provider?: string) {
    const { status, body } = await invite({ username, name: username, role, ...(provider === undefined ? {} : { provider }) });
    expect(status).toBe(201);
    const { totpSecret } = await acceptInvitation(body.invitation.url, PASSWORD);
    return { id: body.id as string, username, password: PASSWORD, totpSecret };
  }
  const token = async (who: Awaited<ReturnType<typeof person>>) => (await signIn(`${tidemark.origin}/oidc`, who)).accessToken;

  it('an empty installation has an administrator alone, in a file for its owner alone', async () => {
    const { people } = await tidemark.credentials();
    expect(people.map(({ username, role, provider }) => [username, role, provider])).toEqual([['admin', 'administrator', null]]);
    const listed = await call(admin, 'GET', '/v1/people');
    expect(listed.body.items).toHaveLength(1);
  });

  it('are invited, changed, disabled and enabled; every change is in their history, with who did it', async () => {
    const made = await invite({ username: 'hana', name: 'Hana', role: 'compliance-analyst', provider: 'alpha' });
    expect([made.status, made.headers.get('location'), made.headers.get('etag')]).toEqual([201, `/v1/people/${made.body.id}`, '"1"']);
    expect(made.body).toMatchObject({ username: 'hana', status: 'invited', provider: 'alpha', version: 1 });
    await acceptInvitation(made.body.invitation.url, PASSWORD);
    const path = `/v1/people/${made.body.id}`;
    const change = (ifMatch: string) => call(admin, 'PATCH', path, { role: 'compliance-lead', provider: 'alpha' }, { 'if-match': ifMatch });
    expect((await change('"1"')).body.code).toBe('PERSON_CHANGED');
    expect((await change('"2"')).body).toMatchObject({ role: 'compliance-lead', version: 3 });
    expect((await call(admin, 'POST', `${path}/disable`, { reason: 'On leave' })).body).toMatchObject({ status: 'disabled' });
    expect((await call(admin, 'POST', `${path}/disable`, { reason: 'On leave' })).body.code).toBe('PERSON_DISABLED');
    expect((await call(admin, 'POST', `${path}/enable`, { reason: 'Is back' })).body).toMatchObject({ status: 'active' });
    const { body } = await call(admin, 'GET', `${path}/history`);
    expect(body.map(({ fact }: { fact: { kind: string } }) => fact.kind)).toEqual([
      'INVITED',
      'ENROLLED',
      'CHANGED',
      'DISABLED',
      'ENABLED',
    ]);
    const self = (await call(admin, 'GET', '/v1/people/me')).body.person;
    expect(body.map(({ actor }: { actor: string }) => actor)).toEqual([self, made.body.id, self, self, self]);
    expect(body[3].fact.reason).toBe('On leave');
  });

  it.each([
    [{ username: 'hana' }, 409, 'USERNAME_TAKEN'],
    [{ username: 'No Spaces' }, 422, 'USERNAME_MALFORMED'],
    [{ role: 'auditor', provider: 'alpha' }, 422, 'ROLE_OF_NO_PROVIDER'],
    [{ role: 'provider-engineer' }, 422, 'ROLE_NEEDS_PROVIDER'],
    [{ role: 'operator' }, 400, 'INVALID_INPUT'],
    [{ password: 'mine' }, 400, 'INVALID_INPUT'],
  ])('are not made as %p', async (over, status, code) => {
    const answer = await invite(over);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('an administrator neither takes her own rights away nor widens them, nor reads a case', async () => {
    const { person: self } = (await call(admin, 'GET', '/v1/people/me')).body;
    expect((await call(admin, 'POST', `/v1/people/${self}/disable`, { reason: 'Enough' })).body.code).toBe('NOT_YOURSELF');
    expect((await call(admin, 'PATCH', `/v1/people/${self}`, { role: 'auditor' })).body.code).toBe('NOT_YOURSELF');
    expect((await call(admin, 'GET', '/v1/customers')).status).toBe(403);
  });

  it('are listed page by page', async () => {
    const all = (await call(admin, 'GET', '/v1/people')).body.items;
    const first = await call(admin, 'GET', '/v1/people?limit=1');
    expect(first.body.items).toEqual([all[0]]);
    const link = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')![1]!;
    expect((await call(admin, 'GET', link.replace('limit=1', 'limit=500'))).body).toEqual({ items: all.slice(1) });
    expect((await call(admin, 'GET', '/v1/people?cursor=x')).status).toBe(400);
  });

  it('of no such id there is nobody', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'x', "'; drop table person"])
      expect((await call(admin, 'GET', `/v1/people/${encodeURIComponent(id)}`)).body.code).toBe('PERSON_NOT_FOUND');
  });

  it('lose their tokens within seconds when they are disabled', async () => {
    const who = await person('jan', 'auditor');
    const good = await token(who);
    expect((await call(good, 'GET', '/v1/people/me')).body).toMatchObject({ role: 'auditor', person: who.id });
    await call(admin, 'POST', `/v1/people/${who.id}/disable`, { reason: 'Left' });
    const began = Date.now();
    while ((await call(good, 'GET', '/v1/people/me')).status !== 401) {
      expect(Date.now() - began).toBeLessThan(REVOKED_WITHIN_MS);
      await sleep(100);
    }
    expect((await call(good, 'GET', '/v1/people/me')).body.code).toBe('TOKEN_REVOKED');
    await expect(token(who)).rejects.toThrow('not right');
  });

  it('see where they are signed in, and end one session without the others', async () => {
    const who = await person('kai', 'regulator-reviewer');
    const [first, second] = [await token(who), await token(who)];
    const sessions = (await call(second, 'GET', '/v1/people/me/sessions')).body;
    expect(sessions).toHaveLength(2);
    const older = sessions.at(-1).id;
    expect((await call(second, 'DELETE', `/v1/people/me/sessions/${older}`)).body).toEqual({ ended: [older] });
    expect((await call(second, 'DELETE', `/v1/people/me/sessions/${older}`)).body.code).toBe('SESSION_NOT_FOUND');
    await sleep(REVOKED_WITHIN_MS / 2);
    expect([(await call(first, 'GET', '/v1/people/me')).status, (await call(second, 'GET', '/v1/people/me')).status]).toEqual([401, 200]);
  });

  it('who lost the second factor enrols anew by another link, and the old password is gone', async () => {
    const who = await person('lin', 'regulator-lead');
    const { body } = await call(admin, 'POST', `/v1/people/${who.id}/factors/reset`, { reason: 'Lost her telephone' });
    await expect(token(who)).rejects.toThrow('not right');
    const { totpSecret } = await acceptInvitation(body.invitation.url, 'other words for the next time');
    await expect(token({ ...who, totpSecret })).rejects.toThrow('not right');
    expect(await token({ ...who, password: 'other words for the next time', totpSecret })).toBeDefined();
  });

  it('sign in by the command too', async () => {
    const { code, stdout } = await tidemark.command('sign-in', '--person', 'admin');
    expect(code).toBe(0);
    expect((await call(stdout.trim(), 'GET', '/v1/people/me')).body).toMatchObject({ role: 'administrator' });
    const nobody = await tidemark.command('sign-in', '--person', 'nobody');
    expect([nobody.code, nobody.stdout]).toEqual([1, '']);
  }, 90_000);

  it('sign in by curl alone, as the reference says', async () => {
    const page = readFileSync(join(checkout(), 'docs', 'reference', 'people.md'), 'utf8');
    const lines = page.match(/```sh\n(ISSUER=[\s\S]*?)```/)![1]!;
    const ours = lines
      .replaceAll('http://127.0.0.1:8080', tidemark.origin)
      .replaceAll('.tidemark/credentials.json', join(tidemark.home, 'credentials.json'))
      .replaceAll('"ana"', '"admin"')
      .replaceAll('username=ana', 'username=admin');
    // A code works once, and this person has just signed in: two steps of time later there is another.
    await sleep(61_000 - (Date.now() % 30_000));
    const { code, stdout, stderr } = await run('sh', ['-c', ours]);
    expect([code, stderr]).toEqual([0, '']);
    expect((await call(JSON.parse(stdout).access_token, 'GET', '/v1/people/me')).body).toMatchObject({ role: 'administrator' });
  }, 150_000);

  it('an installation that starts again keeps its people and their sessions', async () => {
    const who = await person('mia', 'auditor');
    const good = await token(who);
    await tidemark.end();
    await tidemark.start('--empty');
    expect((await call(good, 'GET', '/v1/people/me')).status).toBe(200);
    expect(await token(who)).toBeDefined();
    const { people } = await tidemark.credentials();
    admin = (await signIn(`${tidemark.origin}/oidc`, people[0]!)).accessToken;
  }, 150_000);

  describe('in a real browser', () => {
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    let program: Server;
    let shots: string;
    let answered: URL | undefined;

    beforeAll(async () => {
      shots = process.env.TIDEMARK_SCREENSHOTS ?? (await mkdtemp(join(tmpdir(), 'tidemark-shots-')));
      browser = await playwright.launch({ args: chromium.args, executablePath: await chromium.executablePath(), headless: true });
      program = createServer((incoming, response) => {
        answered = new URL(incoming.url ?? '', 'http://127.0.0.1');
        response.end('You can close this page.');
      });
      await new Promise<void>((listening) => program.listen(0, '127.0.0.1', listening));
      context = await browser.newContext();
      page = await context.newPage();
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      program?.closeAllConnections();
      program?.close();
      if (process.env.TIDEMARK_SCREENSHOTS === undefined) await rm(shots, { recursive: true, force: true });
    });

    /** Passkeys are bound to a host name, which a bare address is not. */
    const byName = (url: string) => url.replace('//127.0.0.1:', '//localhost:');
    const shoot = async (name: string) => writeFile(join(shots, `${name}.png`), await page.screenshot());
    const problems: string[] = [];

    it('a person makes a passkey and signs in with it', async () => {
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.message));
      const devtools = await context.newCDPSession(page);
      await devtools.send('WebAuthn.enable');
      await devtools.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      });
      const made = await invite({ username: 'noor', name: 'Noor', role: 'compliance-analyst', provider: 'alpha' });
      await page.goto(byName(made.body.invitation.url));
      await shoot('invitation');
      await page.getByLabel('Choose a password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'Second factor' }).waitFor();
      await shoot('choose-factor');
      await page.getByRole('button', { name: 'Make a passkey' }).click();
      await page.getByRole('heading', { name: 'Done' }).waitFor();
      expect(await page.locator('#recovery-codes li').count()).toBe(10);
      await shoot('enrolled');

      const redirect = `http://127.0.0.1:${(program.address() as AddressInfo).port}/callback`;
      const query = new URLSearchParams({
        client_id: 'tidemark-cli',
        response_type: 'code',
        redirect_uri: redirect,
        scope: 'openid',
        state: 'kept',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
      });
      await page.goto(`${byName(tidemark.origin)}/oidc/auth?${query}`);
      await shoot('sign-in');
      await page.getByLabel('User name').fill('noor');
      await page.getByLabel('Password').fill('not this one at all');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('alert').filter({ hasText: 'not right' }).waitFor();
      await shoot('wrong-password');
      problems.length = 0;
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('button', { name: 'Use a passkey' }).waitFor();
      await shoot('second-factor');
      await page.getByRole('button', { name: 'Use a passkey' }).click();
      await page.waitForURL(`${redirect}**`);
      expect([answered?.searchParams.get('state'), answered?.searchParams.get('error')]).toEqual(['kept', null]);
      const exchanged = await request(`${tidemark.origin}/oidc/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: 'tidemark-cli',
          redirect_uri: redirect,
          code: answered!.searchParams.get('code')!,
          code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
        }),
      });
      const claims = JSON.parse(Buffer.from(exchanged.body.access_token.split('.')[1], 'base64url').toString());
      expect(claims).toMatchObject({ tidemark_role: 'compliance-analyst', tidemark_provider: 'alpha', amr: ['pwd', 'hwk', 'mfa'] });
      expect(problems).toEqual([]);
    }, 90_000);

    it('the pages hold together without a script, and name every field', async () => {
      const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
      const small = await plain.newPage();
      await small.goto(
        `${tidemark.origin}/oidc/auth?client_id=tidemark-cli&response_type=code&redirect_uri=http://127.0.0.1:1/callback&scope=openid&code_challenge=${'a'.repeat(43)}&code_challenge_method=S256`,
      );
      expect(Number(await small.evaluate('document.documentElement.scrollWidth'))).toBeLessThanOrEqual(320);
      expect(await small.locator('input:not([type=hidden])').count()).toBe(2);
      expect(await small.locator('html').getAttribute('lang')).toBe('en');
      await writeFile(join(shots, 'small.png'), await small.screenshot());
    });
  });
});
