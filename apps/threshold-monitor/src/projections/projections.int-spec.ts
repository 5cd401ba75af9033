import { type AskingApp, startAskingApp } from '../../test/asking-app.fixture.js';
import { intends, linked, resolved, standing } from '../../test/customer-facts.fixture.js';
import { FLAGS_ROOM } from '../flags/flags.room.js';
import { TOTALS_ROOM } from '../totals/totals.room.js';
import { PROJECTIONS_ROOM } from './projections.room.js';

const DAY_MS = 86_400_000;
/** The clock of the tests stands at 2026-06-01T00:00Z. */
const TODAY = Date.UTC(2026, 5, 1) / DAY_MS;
const K0 = Date.UTC(2026, 4, 31);
/** 1e24 FLOP. */
const YOTTA = 10n ** 12n;

describe('projections', () => {
  let monitor: AskingApp;
  let alpha: string;
  let oversight: string;

  beforeAll(async () => {
    monitor = await startAskingApp([FLAGS_ROOM, TOTALS_ROOM, PROJECTIONS_ROOM]);
    alpha = monitor.tokens.provider('alpha');
    oversight = monitor.tokens.oversight();
    const { rows } = monitor;
    await rows.know(
      K0,
      standing('anna', 'alpha'),
      standing('bob', 'beta'),
      linked('l1', 'alpha', 'a1', 'anna', 0),
      resolved('anna', 'alpha', 'party-a'),
    );
    // Five days at 1e24 FLOP a day, the most at twice and what is provable at a half.
    const days = [1, 2, 3, 4, 5].map((ago) => ({
      ...{ provider: 'alpha', account: 'a1', hour: (TODAY - ago) * 24 + 5 },
      totals: [YOTTA / 2n, YOTTA, 2n * YOTTA] as const,
    }));
    await rows.post(1, K0 + 1, days);
  });
  afterAll(() => monitor.stop());

  const ruleOf = (body: { rules: { rule: string }[] }, rule: string) => body.rules.find((one) => one.rule === rule);

  it('say how far a scope is from each number, at each tier, and when it passes it', async () => {
    const { status, body } = await monitor.get('/v1/projections?scope=customer&id=anna', alpha);
    expect(status).toBe(200);
    expect(body).toMatchObject({ scope: 'customer', id: 'anna', totals: { expected: `5${'0'.repeat(24)}` } });
    expect(ruleOf(body, 'eu-ai-act-51')).toMatchObject({
      kind: 'TRAINING',
      legalStatus: 'IN_FORCE',
      number: '1e25',
      comparison: 'GREATER',
      window: 'ALL_TIME',
      notEvaluable: [],
      tiers: [
        // Equal to the number, which a ">" does not count as passed.
        { tier: 'POSSIBLE', total: `1${'0'.repeat(25)}`, remaining: '0', sharePpm: '1000000', passed: false },
        // Half a day more than five days: on the sixth day from today.
        { tier: 'PROBABLE', remaining: `5${'0'.repeat(24)}`, sharePpm: '500000', passed: false, projectedDay: '2026-06-07' },
        { tier: 'CERTAIN', sharePpm: '250000', passed: false },
      ],
    });
    expect(ruleOf(body, 'us-outbound-850-notifiable')).toMatchObject({ tiers: [{ passed: true }, { passed: true }, { passed: true }] });
  });

  it('say what cannot be evaluated, and never that it does not hold', async () => {
    const before = ruleOf((await monitor.get('/v1/projections?scope=customer&id=anna', alpha)).body, 'eu-gpai-guidelines');
    expect(before).toMatchObject({ notEvaluable: [expect.any(String)], notApplicable: [] });
    await monitor.rows.know(K0 + 2, intends('anna', 'alpha', ['LANGUAGE']));
    const after = ruleOf((await monitor.get('/v1/projections?scope=customer&id=anna', alpha)).body, 'eu-gpai-guidelines');
    expect(after).toMatchObject({ notEvaluable: [], notApplicable: [] });
  });

  it('are asked of accounts, customers, parties, groups and compute clusters', async () => {
    for (const query of ['scope=account&id=alpha/a1', 'scope=cluster&id=alpha/c1', 'scope=party&id=party-a'])
      expect([query, (await monitor.get(`/v1/projections?${query}`, oversight)).body.totals.expected]).toEqual([
        query,
        `5${'0'.repeat(24)}`,
      ]);
    const bands = (await monitor.get('/v1/projections?scope=account&id=a1', alpha)).body.rules.filter(
      ({ kind }: { kind: string }) => kind === 'BAND',
    );
    expect(bands.length).toBeGreaterThan(1);
    expect(bands.at(-1)).toMatchObject({ level: expect.any(String), tiers: [{ tier: 'PROBABLE', passed: true }] });
  });

  it('that stand are listed nearest first, as they were told last', async () => {
    const project = (provider: string, id: string, day: number) =>
      monitor.rows.raise({
        scope: { kind: 'account', provider, id },
        tier: 'PROJECTED',
        momentMs: day * DAY_MS,
        raisedAtMs: K0 + 10,
        content: { projection: { dayMs: day * DAY_MS, ratePerDay: '7', horizonDays: 30 } },
      });
    const far = await project('alpha', 'far', TODAY + 20);
    const near = await project('alpha', 'near', TODAY + 3);
    const moved = await project('beta', 'moved', TODAY + 25);
    const over = await project('alpha', 'over', TODAY + 1);
    await monitor.rows.tellOf(moved, 'PROJECTION_UPDATED', K0 + 11, {
      projection: { dayMs: (TODAY + 5) * DAY_MS, ratePerDay: '9', horizonDays: 30 },
    });
    await monitor.rows.query('update flag set moment_ms = $2 where id = $1', [moved, (TODAY + 5) * DAY_MS]);
    await monitor.rows.tellOf(over, 'WITHDRAWN', K0 + 12, { causes: ['CLOCK'], reason: 'Use stopped.' });
    const list = async (query: string, token: string) => (await monitor.get(`/v1/projections${query}`, token)).body;
    const all = await list('', oversight);
    expect(all.items.map(({ flag }: { flag: string }) => flag)).toEqual([near, moved, far]);
    expect(all.items[1]).toMatchObject({
      day: '2026-06-06',
      ratePerDay: '9',
      horizonDays: 30,
      rule: 'eu-ai-act-51',
      scope: { kind: 'ACCOUNT', provider: 'beta', id: 'moved' },
    });
    expect((await list('', alpha)).items.map(({ flag }: { flag: string }) => flag)).toEqual([near, far]);
    const first = await list('?limit=1&rule=eu-ai-act-51', alpha);
    expect((await list(`?limit=1&cursor=${first.next}`, alpha)).items).toMatchObject([{ flag: far }]);
  });

  it('are of what the caller may see alone', async () => {
    const unknown = { status: 404, body: { code: 'UNKNOWN_SCOPE' } };
    for (const query of [
      'scope=customer&id=bob',
      'scope=party&id=party-a',
      'scope=group&id=anna',
      'scope=account&id=ghost',
      'scope=cluster&id=ghost',
    ])
      expect([query, await monitor.get(`/v1/projections?${query}`, alpha)]).toMatchObject([query, unknown]);
    expect(await monitor.get('/v1/projections?scope=customer&id=bob', monitor.tokens.provider('beta'))).toMatchObject({ status: 200 });
    expect(await monitor.get('/v1/projections', monitor.tokens.provider('alpha', ['usage:write']))).toMatchObject({ status: 403 });
    expect(await monitor.get('/v1/projections?scope=party', alpha)).toMatchObject({ status: 400, body: { code: 'SCOPE_ID_MISSING' } });
    expect(await monitor.get('/v1/projections?id=a1', alpha)).toMatchObject({ status: 400, body: { code: 'SCOPE_INVALID' } });
  });
});
