import { IssuerWorld, PASSWORD } from '../../test/issuer-world.fixture.js';
import { totpCode } from '../people/totp.js';
import { actionOf } from '../person-client/browser.js';
import { refresh, SignInRefused, signIn } from '../person-client/person-sign-in.js';

describe('sessions', () => {
  let world: IssuerWorld;
  beforeAll(async () => {
    world = await IssuerWorld.started();
  }, 60_000);
  beforeEach(() => world.forgetAttempts());
  afterAll(() => world.stop());

  it('rotates refresh tokens, and ends all of them when an old one is shown', async () => {
    const { refreshToken } = await signIn(world.issuer, await world.person());
    const next = await refresh(world.issuer, refreshToken!);
    expect(next.refreshToken).not.toBe(refreshToken);
    await expect(refresh(world.issuer, refreshToken!)).rejects.toThrow(SignInRefused);
    await expect(refresh(world.issuer, next.refreshToken!)).rejects.toThrow(SignInRefused);
  });

  it('ends with the session: tokens, refresh tokens and the browser', async () => {
    const ana = await world.person();
    const { accessToken, refreshToken } = await signIn(world.issuer, ana);
    expect(await world.verdict(accessToken)).toBe('GOOD');
    const [session] = await world.stores.sessions.open(ana.id);
    expect(session).toMatchObject({ clients: ['tidemark-cli'], amr: ['pwd', 'otp', 'mfa'], address: expect.stringContaining('127.0.0.1') });
    expect(await world.stores.sessions.end(ana.id, { actor: ana.id, nowMs: Date.now(), session: session!.id })).toEqual([session!.id]);
    world.checkedAheadMs = 3000;
    expect(await world.verdict(accessToken)).toBe('TOKEN_REVOKED');
    await expect(refresh(world.issuer, refreshToken!)).rejects.toThrow(SignInRefused);
    expect(await world.stores.sessions.open(ana.id)).toEqual([]);
  });

  it.each([
    ['disabled', { do: 'disable', reason: 'left' }],
    ['given another role', { do: 'change', role: 'compliance-lead', provider: 'alpha' }],
    ['to enrol anew', { do: 'reset-factors', reason: 'lost the telephone' }],
  ] as const)('ends when a person is %s', async (_, command) => {
    const ana = await world.person();
    const { accessToken, refreshToken } = await signIn(world.issuer, ana);
    await world.stores.people.command({ id: ana.id }, command, { actor: 'test', nowMs: Date.now() });
    world.checkedAheadMs += 3000;
    expect(await world.verdict(accessToken)).toBe('TOKEN_REVOKED');
    await expect(refresh(world.issuer, refreshToken!)).rejects.toThrow(SignInRefused);
  });

  it('signs out in the browser, and everywhere that it was used', async () => {
    const ana = await world.person();
    const { browser, page } = await world.begun();
    const second = await world.send(browser, page, { username: ana.username, password: PASSWORD });
    const done = await world.send(browser, second, { code: totpCode(ana.totpSecret, Date.now() + 30_000) });
    const { body } = await world.exchange({ code: new URL(done.url).searchParams.get('code')! });
    expect(await world.verdict(body.access_token!)).toBe('GOOD');
    const asked = await browser.get(`${world.issuer}/session/end`);
    expect(asked.text).toContain('Sign out?');
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.text)![1]!;
    const out = await browser.post(actionOf(asked, 'xsrf')!, { xsrf, logout: 'yes' });
    expect(out.text).toContain('You are signed out');
    world.checkedAheadMs += 3000;
    expect(await world.verdict(body.access_token!)).toBe('TOKEN_REVOKED');
  });

  it('asks a person who is signed in already before a program on her machine may act for her', async () => {
    const ana = await world.person();
    const { browser, page } = await world.begun();
    const second = await world.send(browser, page, { username: ana.username, password: PASSWORD });
    await world.send(browser, second, { code: totpCode(ana.totpSecret, Date.now() + 30_000) });
    const asked = await browser.get(world.request());
    expect(asked.text).toContain('Continue?');
    const done = await browser.post(`${asked.url}/consent`, {});
    expect(await world.exchange({ code: new URL(done.url).searchParams.get('code')! })).toMatchObject({ status: 200 });
  });
});
