import { PUBLISHED_RULEBOOK, printRule } from '@tidemark/domain';
import { type AskingApp, startAskingApp } from '../../test/asking-app.fixture.js';
import { MonitorEngine } from '../accumulate/monitor-engine.js';
import { ROOMS } from '../rooms.js';
import { JUDGING } from '../threshold-monitor.module.js';

const NOW = Date.UTC(2026, 5, 1);
const HOUR = Math.floor(Date.UTC(2026, 2, 1) / 3_600_000);
const TERA = 10n ** 12n;
const sb53 = printRule(PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'us-ca-sb53')!);
/** Between the published number of 1e26 and below it: what the account of the test used is 2e24. */
const ours = (changes: object = {}) => ({ ...sb53, id: 'our-number', statuses: [{ status: 'HOUSE' }], number: '1e24', ...changes });

describe('rules, judged by the engine', () => {
  let monitor: AskingApp;
  let lead: string;
  let regulator: string;
  let alpha: string;

  beforeAll(async () => {
    monitor = await startAskingApp([{ providers: JUDGING }, ...ROOMS]);
    monitor.clock.nowMs = NOW;
    lead = monitor.tokens.person('compliance-lead', undefined, 'lena');
    regulator = monitor.tokens.person('regulator-lead', undefined, 'rita');
    alpha = monitor.tokens.provider('alpha');
    const total = (2n * 10n ** 24n) / TERA;
    await monitor.rows.post(1, NOW - 1_000, [
      { provider: 'alpha', account: 'big', hour: HOUR, totals: [total, total, total] },
      { provider: 'alpha', account: 'small', hour: HOUR, totals: [1n, 1n, 1n] },
      { provider: 'beta', account: 'other', hour: HOUR, totals: [total, total, total] },
    ]);
    await monitor.app.get(MonitorEngine).begin();
  }, 60_000);
  afterAll(() => monitor?.stop());

  const step = async (as: string, path: string, body: object = {}) => {
    const answer = await monitor.post(`/v1/rules${path}`, as, body);
    expect([path, answer.status < 300, answer.body.code]).toEqual([path, true, undefined]);
    return answer.body;
  };
  const flags = async (rule: string, query = '') =>
    (await monitor.get(`/v1/flags?rule=${rule}${query}`, lead)).body.items.map(
      ({ scope, tier, status }: { scope: { id: string }; tier: string; status: string }) => `${scope.id} ${tier} ${status}`,
    );
  const report = async (path: string, as = lead) => (await monitor.get(`/v1/rules${path}`, as)).body;
  const scopesOf = (items: { scopeId: string; tier: string }[]) =>
    items
      .filter(({ tier }) => tier === 'CERTAIN')
      .map(({ scopeId }) => scopeId)
      .sort();

  it('a rule on trial raises nothing that anybody sees, and its report says what it would', async () => {
    await step(lead, '', ours({ scopes: ['account'] }));
    await step(lead, '/our-number/1/trial');
    expect(await flags('our-number')).toEqual([]);
    const all = await report('/our-number/1/trial');
    expect([scopesOf(all.added), all.removed, all.moved]).toEqual([['big', 'other'], [], []]);
    expect(scopesOf((await report('/our-number/1/trial', alpha)).added)).toEqual(['big']);
    expect((await report('/our-number/1/trial?from=2026-03-02')).added).toEqual([]);
  });

  it('activated it raises them at their true moment, in the transaction that activates it', async () => {
    await step(lead, '/our-number/1/activation', { activeFrom: '2026-06-01' });
    expect(await flags('our-number')).toEqual([]);
    await step(regulator, '/our-number/1/activation/approval');
    expect((await flags('our-number', '&tier=CERTAIN')).sort()).toEqual(['big CERTAIN OPEN', 'other CERTAIN OPEN']);
    const [flag] = (await monitor.get('/v1/flags?rule=our-number&tier=CERTAIN', alpha)).body.items;
    expect([flag.moment.slice(0, 13), flag.legalStatus]).toEqual(['2026-03-01T00', 'HOUSE']);
  });

  it('a newer version on trial is told beside the one that is live', async () => {
    await step(lead, '', ours({ scopes: ['account'], version: 2, number: '3e24' }));
    await step(lead, '/our-number/2/trial');
    const told = await report('/our-number/2/trial');
    expect([told.live, told.added, scopesOf(told.removed)]).toEqual(['our-number@1', [], ['big', 'other']]);
    expect((await flags('our-number', '&status=OPEN')).length).toBeGreaterThan(0);
    await step(lead, '/our-number/2/withdrawal', { reason: 'too high' });
  });

  it('a newer version that is activated takes the place of the one before, also in its flags', async () => {
    await step(lead, '', ours({ scopes: ['account'], version: 3, number: '15e23' }));
    await step(lead, '/our-number/3/activation', { activeFrom: '2026-06-01' });
    await step(regulator, '/our-number/3/activation/approval');
    expect((await flags('our-number@1', '&tier=CERTAIN')).sort()).toEqual(['big CERTAIN SUPERSEDED', 'other CERTAIN SUPERSEDED']);
    expect((await flags('our-number@3', '&tier=CERTAIN')).sort()).toEqual(['big CERTAIN OPEN', 'other CERTAIN OPEN']);
  });

  it("a provider's policy flags that provider's scopes alone, bands too", async () => {
    const ana = monitor.tokens.person('compliance-lead', 'alpha', 'ana');
    const abe = monitor.tokens.person('compliance-lead', 'alpha', 'abe');
    const band = printRule(PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'band-enhanced')!);
    await step(ana, '', { ...band, id: 'alpha-band', number: '5e21', level: 'IDENTIFIED', provider: 'alpha', scopes: ['account'] });
    await step(ana, '/alpha-band/1/activation', { activeFrom: '2026-06-01' });
    await step(abe, '/alpha-band/1/activation/approval');
    expect((await flags('alpha-band')).map((line: string) => line.split(' ')[0])).toEqual(['big']);
  });

  it('retired it withdraws its flags, with the cause', async () => {
    await step(lead, '/our-number/3/retirement', { reason: 'it was a test' });
    expect((await flags('our-number', '&status=OPEN')).length).toBeGreaterThan(0);
    await step(regulator, '/our-number/3/retirement/approval');
    expect(await flags('our-number', '&status=OPEN')).toEqual([]);
    const [{ id }] = (await monitor.get('/v1/flags?rule=our-number@3&tier=CERTAIN', lead)).body.items;
    const { history } = (await monitor.get(`/v1/flags/${id}`, lead)).body;
    expect(history.map(({ type }: { type: string }) => type)).toEqual(['raised', 'withdrawn']);
    expect(JSON.stringify(history[1].detail)).toContain('RULE');
  });

  it('waits for its day: the first full hour of it raises the flags', async () => {
    await step(lead, '', ours({ id: 'our-day', scopes: ['account'] }));
    await step(lead, '/our-day/1/activation', { activeFrom: '2026-06-03' });
    await step(regulator, '/our-day/1/activation/approval');
    expect(await flags('our-day')).toEqual([]);
    monitor.clock.nowMs = Date.UTC(2026, 5, 3);
    await monitor.app.get(MonitorEngine).judgeHour();
    expect((await flags('our-day', '&tier=CERTAIN')).sort()).toEqual(['big CERTAIN OPEN', 'other CERTAIN OPEN']);
  });
});
