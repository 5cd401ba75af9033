import { ROLE_SCOPES } from '@tidemark/access';
import { IssuerWorld, PASSWORD } from '../../test/issuer-world.fixture.js';
import { totpCode } from '../people/totp.js';
import { acceptInvitation } from '../person-client/accept-invitation.js';
import { actionOf, Browser } from '../person-client/browser.js';
import { refresh, SignInRefused, signIn } from '../person-client/person-sign-in.js';

describe('signing in', () => {
  let world: IssuerWorld;
  beforeAll(async () => {
    world = await IssuerWorld.started();
  }, 60_000);
  beforeEach(() => world.forgetAttempts());
  afterAll(() => world.stop());

  it('leads from the invitation to a token that says who, as what and how', async () => {
    const ana = await world.person();
    const { accessToken, refreshToken, expiresInSeconds } = await signIn(world.issuer, ana);
    expect(expiresInSeconds).toBeLessThanOrEqual(300);
    expect(refreshToken).toBeDefined();
    expect(await world.verifier.verify(accessToken)).toEqual({
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
    const otto = await world.person('auditor', null);
    const { accessToken } = await signIn(world.issuer, otto, 'openid customers:read customers:write');
    expect(await world.verifier.verify(accessToken)).toMatchObject({
      caller: { scopes: new Set(['customers:read']), provider: undefined },
    });
  });

  it('says the authority of a regulator who has another than the installation', async () => {
    const nils = await world.person('regulator-lead', null, 'northern-office');
    expect(await world.verifier.verify((await signIn(world.issuer, nils)).accessToken)).toMatchObject({
      caller: { role: 'regulator-lead', provider: undefined, authority: 'northern-office' },
    });
    const ruth = await world.person('regulator-lead', null);
    const { caller } = (await world.verifier.verify((await signIn(world.issuer, ruth)).accessToken)) as { caller: object };
    expect(caller).not.toHaveProperty('authority');
  });

  it('wants PKCE, by S256, and the verifier that belongs to it', async () => {
    for (const over of [{ code_challenge: undefined, code_challenge_method: undefined }, { code_challenge_method: 'plain' }]) {
      const { page } = await world.begun(over);
      expect(new URL(page.url).searchParams.get('error')).toBe('invalid_request');
    }
    const got = await world.code(await world.person());
    expect(await world.exchange({ code: got, code_verifier: 'b'.repeat(43) })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await world.exchange({ code: got })).toMatchObject({ status: 200 });
  });

  it('sends codes only where the program is registered to be', async () => {
    const { page } = await world.begun({ redirect_uri: 'http://127.0.0.1.evil.example/callback' });
    expect([page.status, page.url.startsWith(world.issuer)]).toEqual([400, true]);
    expect(page.text).toContain('This did not work');
  });

  it('takes a code once, also from two at the same time, and the second use ends what the first one got', async () => {
    const got = await world.code(await world.person());
    const answers = await Promise.all([world.exchange({ code: got }), world.exchange({ code: got })]);
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const first = await world.code(await world.person());
    const { body } = await world.exchange({ code: first });
    expect((await world.exchange({ code: first })).body.error).toBe('invalid_grant');
    await expect(refresh(world.issuer, body.refresh_token!)).rejects.toThrow(SignInRefused);
  });

  it('never shows the second factor before the password, and no sign-in to another browser', async () => {
    const ana = await world.person();
    const { browser, page } = await world.begun();
    const base = actionOf(page, 'password')!.replace(/\/password$/, '');
    expect((await browser.post(`${base}/code`, { code: totpCode(ana.totpSecret, Date.now()) })).status).toBe(401);
    await world.send(browser, page, { username: ana.username, password: PASSWORD });
    const stranger = await new Browser().get(base);
    expect([stranger.status, stranger.text]).toEqual([400, expect.stringContaining('This sign-in has ended')]);
  });

  it('lets a person cancel', async () => {
    const { browser, page } = await world.begun();
    const base = actionOf(page, 'password')!.replace(/\/password$/, '');
    const done = await browser.post(`${base}/cancel`, {});
    expect(new URL(done.url).searchParams.get('error')).toBe('access_denied');
  });

  it('uses an invitation up, and takes no weak password', async () => {
    const by = { actor: 'test', nowMs: Date.now() };
    const invite = { do: 'invite', username: 'fresh', name: 'F', role: 'auditor' } as const;
    const made = await world.stores.people.command({ username: 'fresh' }, invite, by);
    if ('refused' in made) throw new Error('refused');
    const url = `${world.issuer}/invitation/${made.invitation!.token}`;
    for (const weak of ['short', 'aaaaaaaaaaaaaaaa', 'my name is fresh ok']) await expect(acceptInvitation(url, weak)).rejects.toThrow();
    await acceptInvitation(url, PASSWORD);
    await expect(acceptInvitation(url, PASSWORD)).rejects.toThrow('used already');
    await expect(acceptInvitation(`${world.issuer}/invitation/${'x'.repeat(43)}`, PASSWORD)).rejects.toThrow('used already');
  });

  it('takes no form from another site, and pages let nothing of others in', async () => {
    const { page } = await world.begun();
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
    const ana = await world.person();
    const { refreshToken, accessToken } = await signIn(world.issuer, ana);
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
      rows.push(await world.database.transactions.run((tx) => tx.query(`select t::text as row from ${table} t`)));
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
    const ana = await world.person();
    expect((await world.stores.people.history(ana.id)).map(({ fact, actor }) => [fact.kind, actor])).toEqual([
      ['INVITED', 'test'],
      ['ENROLLED', ana.id],
    ]);
    for (const sql of ['delete from person_fact', `update person_fact set actor = 'x'`, 'truncate person_fact'])
      await expect(world.database.transactions.run((tx) => tx.query(sql))).rejects.toThrow('only grows');
  });
});
