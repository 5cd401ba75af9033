import { IssuerWorld, PASSWORD } from '../../test/issuer-world.fixture.js';
import { totpCode } from '../people/totp.js';
import { alertIn } from '../person-client/browser.js';
import { signIn } from '../person-client/person-sign-in.js';

describe('guessing', () => {
  let world: IssuerWorld;
  beforeAll(async () => {
    world = await IssuerWorld.started();
  }, 60_000);
  beforeEach(() => world.forgetAttempts());
  afterAll(() => world.stop());

  it('says the same of a wrong password, of nobody, of the invited and of the disabled', async () => {
    const ana = await world.person();
    const gone = await world.person();
    await world.stores.people.command({ id: gone.id }, { do: 'disable', reason: 'left' }, { actor: 'test', nowMs: Date.now() });
    const invited = { do: 'invite', username: 'only-invited', name: 'X', role: 'auditor' } as const;
    await world.stores.people.command({ username: 'only-invited' }, invited, { actor: 'test', nowMs: Date.now() });
    const texts = new Set<string>();
    const times: number[] = [];
    for (const [username, password] of [
      [ana.username, 'wrong'],
      ['nobody-at-all', PASSWORD],
      ['only-invited', PASSWORD],
      [gone.username, PASSWORD],
    ] as const) {
      const { browser, page } = await world.begun();
      const began = performance.now();
      const shown = await world.send(browser, page, { username, password });
      times.push(performance.now() - began);
      expect(shown.status).toBe(401);
      texts.add(shown.text.replaceAll(username, 'X').replace(/interaction\/[\w-]+/g, ''));
    }
    expect(texts.size).toBe(1);
    // Every one of them computes argon2id; without it a refusal takes a few milliseconds.
    expect(Math.min(...times)).toBeGreaterThan(Math.max(...times) / 6);
  });

  it('locks an account out after five wrong passwords, the right one too, and for longer each time; it is the same for nobody', async () => {
    const ana = await world.person();
    for (const username of [ana.username, 'nobody-there']) {
      world.aheadMs = 0;
      const { browser, page } = await world.begun();
      const tries = [];
      for (let i = 0; i < 5; i++) tries.push((await world.send(browser, page, { username, password: 'wrong' })).status);
      expect(tries).toEqual([401, 401, 401, 401, 401]);
      const locked = await world.send(browser, page, { username, password: PASSWORD });
      expect([locked.status, alertIn(locked)]).toEqual([429, expect.stringMatching(/Try again in (29|30) seconds/)]);
      world.aheadMs = 31_000;
      expect((await world.send(browser, page, { username, password: 'wrong' })).status).toBe(401);
      expect(alertIn(await world.send(browser, page, { username, password: 'wrong' }))).toMatch(/Try again in (59|60) seconds/);
    }
    world.aheadMs = 0;
    await world.database.transactions.run((tx) => tx.query('update sign_in_attempt set locked_until_ms = 0'));
    await expect(signIn(world.issuer, ana)).resolves.toBeDefined();
  });

  it('counts many guesses at once as many', async () => {
    const ana = await world.person();
    const { browser, page } = await world.begun();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => world.send(browser, page, { username: ana.username, password: `wrong ${i}` })),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('locks an address out that tries many names', async () => {
    const { browser, page } = await world.begun();
    const statuses: number[] = [];
    for (let i = 0; i < 55; i++) statuses.push((await world.send(browser, page, { username: `guess-${i}`, password: 'x' })).status);
    expect(statuses.slice(0, 50)).not.toContain(429);
    expect(statuses.slice(50)).toEqual([429, 429, 429, 429, 429]);
  }, 120_000);

  it('takes a code of the app once, in any browser, and locks after five wrong ones', async () => {
    const ana = await world.person();
    const enter = async (typed: string) => {
      const { browser, page } = await world.begun();
      return world.send(browser, await world.send(browser, page, { username: ana.username, password: PASSWORD }), { code: typed });
    };
    const typed = totpCode(ana.totpSecret, Date.now() + 30_000);
    expect((await enter(typed)).url).toContain('code=');
    const again = await enter(typed);
    expect([again.status, alertIn(again)]).toEqual([401, expect.stringContaining('used before')]);
    for (let i = 0; i < 4; i++) expect((await enter('000000')).status).toBe(401);
    expect((await enter(totpCode(ana.totpSecret, Date.now() + 30_000))).status).toBe(429);
  });

  it('takes a recovery code once in place of the app, and writes it down', async () => {
    const ana = await world.person();
    expect(ana.recoveryCodes).toHaveLength(10);
    const enter = async (typed: string) => {
      const { browser, page } = await world.begun();
      return world.send(browser, await world.send(browser, page, { username: ana.username, password: PASSWORD }), { code: typed });
    };
    expect((await enter(ana.recoveryCodes[0]!.toUpperCase().replaceAll('-', ' '))).url).toContain('code=');
    expect((await enter(ana.recoveryCodes[0]!)).status).toBe(401);
    expect((await world.stores.people.history(ana.id)).map(({ fact }) => fact.kind)).toContain('RECOVERY_CODE_USED');
  });
});
