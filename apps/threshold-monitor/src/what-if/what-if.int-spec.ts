import type { Scope } from '@tidemark/domain';
import { type AskingApp, startAskingApp } from '../../test/asking-app.fixture.js';
import { linked, owns, resolved, standing } from '../../test/customer-facts.fixture.js';
import type { TestPosting } from '../../test/monitor-rows.fixture.js';
import { FLAGS_ROOM } from '../flags/flags.room.js';
import { PROJECTIONS_ROOM } from '../projections/projections.room.js';
import { TOTALS_ROOM } from '../totals/totals.room.js';
import { WHAT_IF_ROOM } from './what-if.room.js';

const HOUR_MS = 3_600_000;
const HOUR = Date.UTC(2026, 3, 1) / HOUR_MS;
const K0 = Date.UTC(2026, 4, 1);
/** 1e24 FLOP. */
const YOTTA = 10n ** 12n;

describe('what if', () => {
  let monitor: AskingApp;
  let alpha: string;
  let oversight: string;

  beforeAll(async () => {
    monitor = await startAskingApp([FLAGS_ROOM, PROJECTIONS_ROOM, TOTALS_ROOM, WHAT_IF_ROOM]);
    alpha = monitor.tokens.provider('alpha');
    oversight = monitor.tokens.oversight();
    const { rows } = monitor;
    const use = (provider: string, account: string, hour: number, yotta: bigint, basis = 5): TestPosting => ({
      ...{ provider, account, hour, basis },
      totals: [0n, yotta * YOTTA, 3n * yotta * YOTTA],
    });
    await rows.know(
      K0,
      ...[standing('anna', 'alpha'), standing('bea', 'beta'), standing('carl', 'beta')],
      ...[linked('l1', 'alpha', 'a1', 'anna', 0), linked('l2', 'beta', 'b1', 'bea', 0), linked('l3', 'beta', 'b2', 'carl', 0)],
      ...[resolved('anna', 'alpha', 'party'), resolved('bea', 'beta', 'party'), owns('e1', 'beta', 'bea', 'carl', '1/5')],
    );
    await rows.post(1, K0 + 1, [
      use('alpha', 'a1', HOUR, 6n),
      // Half of it rests on the prior utilisation.
      use('alpha', 'a1', HOUR + 24 * 40, 3n),
      use('alpha', 'a1', HOUR + 24 * 40 + 1, 3n, 6),
      use('beta', 'b1', HOUR, 4n),
      use('beta', 'b2', HOUR, 5n),
    ]);
  });
  afterAll(() => monitor.stop());

  const ask = async (question: object, token = oversight) => {
    const { status, body } = await monitor.post('/v1/what-if', token, question);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  };
  const probable = (body: { items: { tier: string; scope: { id: string }; moment: string }[] }) =>
    body.items.filter(({ tier }) => tier === 'PROBABLE').map(({ scope: { id }, moment }) => `${id} ${moment.slice(0, 16)}`);

  it('another number: who would be flagged, at which tiers and moments', async () => {
    const body = await ask({ number: '1e25', comparison: 'GREATER' });
    expect(body.supposed).toMatchObject({ number: '1e25', comparison: 'GREATER', window: 'ALL_TIME' });
    // 6 on the first day, 3 more, and 1 of the 3 of the hour after: a third of an hour.
    expect(probable(body).sort()).toEqual(
      ['a1 2026-05-11T01:20', 'anna 2026-05-11T01:20', 'c1 2026-05-11T01:20', 'party 2026-05-11T00:00'].sort(),
    );
    expect(body.items.filter(({ tier }: { tier: string }) => tier === 'POSSIBLE').length).toBe(10);
    expect(body.items.every(({ change }: { change: string }) => change === 'ADDED')).toBe(true);
    expect(body.counts).toEqual({ added: body.items.length, moved: 0, same: 0, gone: 0, notEvaluable: 0 });
    expect(probable(await ask({ number: 4e24, scopes: ['account'] })).sort()).toEqual([
      'a1 2026-04-01T00:40',
      'b1 2026-04-01T00:59',
      'b2 2026-04-01T00:48',
    ]);
    expect(probable(await ask({ number: '4e24', comparison: 'GREATER', scopes: ['account'] })).sort()).toEqual([
      'a1 2026-04-01T00:40',
      'b2 2026-04-01T00:48',
    ]);
    expect(probable(await ask({ number: '1e25/3', scopes: ['party'] }))).toEqual(['party 2026-04-01T00:20', 'carl 2026-04-01T00:40']);
  });

  it('what is null is left out', async () => {
    const nulls = { rule: null, comparison: null, window: null, scopes: null, controlRule: null, ownershipShare: null };
    const asked = { number: '4e24', utilisationPrior: null, limit: null, ...nulls };
    expect(await ask(asked)).toEqual(await ask({ number: '4e24' }));
    const nothing = await monitor.post('/v1/what-if', oversight, { rule: null, number: null });
    expect(nothing).toMatchObject({ status: 400, body: { code: 'WHAT_IF_EMPTY' } });
  });

  it('another window', async () => {
    expect(probable(await ask({ number: '1e25', scopes: ['account'], window: 30 }))).toEqual([]);
    expect(probable(await ask({ number: '5e24', scopes: ['account'], window: '30' }))).toEqual([
      'a1 2026-04-01T00:50',
      'b2 2026-04-01T00:59',
      'a1 2026-05-11T01:40',
    ]);
  });

  it('another share of ownership', async () => {
    const groups = (more: object) => ask({ number: '1e25', scopes: ['group'], ...more });
    expect(probable(await groups({}))).toEqual([]);
    expect(probable(await groups({ ownershipShare: '1/4' }))).toEqual([]);
    const fifth = await groups({ ownershipShare: '20%' });
    expect(probable(fifth)).toEqual(['party 2026-04-01T00:40']);
    expect(fifth.supposed).toMatchObject({ ownershipShare: '1/5' });
    expect(fifth.supposed.controlRule).toBeUndefined();
  });

  it('another prior utilisation, exactly', async () => {
    const at = (utilisationPrior: string, number: string) => ask({ number, comparison: 'GREATER', scopes: ['account'], utilisationPrior });
    // 9 measured and 3 at 0.35: at 0.7 they are 6.
    expect(probable(await at('0.7', '14999999999999e12'))).toEqual(['a1 2026-05-11T01:59']);
    expect(probable(await at('0.7', '15e24'))).toEqual([]);
    expect(probable(await at('0.35', '12e24'))).toEqual([]);
    expect(probable(await at('0', '9e24'))).toEqual([]);
    // A seventh of three more: 9/7 of 3 is 27/7, which no whole number is.
    const [item] = (await at('0.45', '1e25')).items.filter(({ tier }: { tier: string }) => tier === 'PROBABLE');
    expect(item.totals.expected).toBe(`${(90n * YOTTA) / 7n}000000000000`);
  });

  it('the same rule, and how another number differs from what stands', async () => {
    const raise = (scope: Scope, momentMs: number, tier = 'PROBABLE', provider?: string) =>
      monitor.rows.raise({ scope, tier, momentMs, raisedAtMs: K0 + 5, ...(provider === undefined ? {} : { provider }) });
    const same = await raise({ kind: 'account', provider: 'alpha', id: 'a1' }, (HOUR + 24 * 40 + 1) * HOUR_MS + 20 * 60_000);
    const moved = await raise({ kind: 'customer', id: 'anna' }, HOUR * HOUR_MS, 'PROBABLE', 'alpha');
    const gone = await raise({ kind: 'account', provider: 'beta', id: 'b1' }, HOUR * HOUR_MS);
    const asItIs = await ask({ rule: 'eu-ai-act-51', scopes: ['account', 'customer'] });
    expect(asItIs.supposed).toMatchObject({ rule: 'eu-ai-act-51@1', number: '1e25', comparison: 'GREATER' });
    const changes = (body: { items: { flag?: string; change: string; tier: string }[] }) =>
      Object.fromEntries(body.items.filter(({ flag }) => flag).map(({ flag, change }) => [flag, change]));
    expect(changes(asItIs)).toEqual({ [same]: 'SAME', [moved]: 'MOVED' });
    expect(asItIs.gone).toMatchObject([{ flag: gone, scope: { kind: 'ACCOUNT', provider: 'beta', id: 'b1' } }]);
    expect(asItIs.counts).toMatchObject({ same: 1, moved: 1, gone: 1 });
    const lower = await ask({ rule: 'eu-ai-act-51@1', number: '3e24', scopes: ['account'] });
    expect(lower.counts).toMatchObject({ moved: 2, gone: 0 });
    const higher = await ask({ rule: 'eu-ai-act-51', number: '1e27', scopes: ['account'] });
    expect(higher).toMatchObject({ items: [], counts: { gone: 2 } });
  });

  it('conditions that nobody spoke of are told, and not taken for "no"', async () => {
    const body = await ask({ rule: 'eu-gpai-guidelines', scopes: ['account'] });
    expect(body).toMatchObject({ items: [], counts: { notEvaluable: 3 } });
  });

  it('is asked by a provider of its own alone, and never tells that there is a party', async () => {
    const body = await ask({ number: '1e24' }, alpha);
    expect(body.supposed.scopes).toEqual(['cluster', 'account', 'customer']);
    expect(JSON.stringify(body)).not.toMatch(/beta|bea|carl|party|GROUP/);
    expect(new Set(probable(body))).toEqual(new Set(['c1 2026-04-01T00:10', 'a1 2026-04-01T00:10', 'anna 2026-04-01T00:10']));
    for (const question of [
      { number: '1', scopes: ['party'] },
      { number: '1', ownershipShare: '1/5' },
      { number: '1', controlRule: 'control' },
    ])
      expect(await monitor.post('/v1/what-if', alpha, question)).toMatchObject({ status: 400, body: { code: 'WHAT_IF_INVALID' } });
    expect(
      (await ask({ rule: 'eu-ai-act-51', number: '1e27' }, alpha)).gone.map(({ scope }: { scope: { id: string } }) => scope.id).sort(),
    ).toEqual(['a1', 'anna']);
    expect(await monitor.post('/v1/what-if', monitor.tokens.provider('alpha', ['usage:write']), {})).toMatchObject({ status: 403 });
  });

  it('is refused where it would read too much', async () => {
    await monitor.rows.query(`insert into account (provider_id, name) select 1, 'many-' || i from generate_series(1, 5001) i`);
    await monitor.rows.query(`insert into account_total select id, 1, 1, 1, 1, 0, 0, 1 from account where name like 'many-%'`);
    expect(await monitor.post('/v1/what-if', oversight, { number: '1' })).toMatchObject({
      status: 422,
      body: { code: 'WHAT_IF_TOO_LARGE' },
    });
    expect(await monitor.post('/v1/what-if', oversight, { number: '1e20' })).toMatchObject({ status: 200 });
  });

  it('is asked once at a time by each', async () => {
    const answers = await Promise.all([1, 2].map(() => monitor.post('/v1/what-if', oversight, { number: '1e24' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429]);
    expect(await monitor.post('/v1/what-if', oversight, { number: '1e24' })).toMatchObject({ status: 200 });
  });

  it.each([
    [{}, 'WHAT_IF_EMPTY'],
    [{ rule: 'eu' }, 'RULE_INVALID'],
    [{ rule: 'us-eo-14110-cluster' }, 'RULE_INVALID'],
    [{ number: '0' }, 'NUMBER_INVALID'],
    [{ number: 'lots' }, 'NUMBER_INVALID'],
    [{ number: '-1' }, 'NUMBER_INVALID'],
    [{ number: '1e24', comparison: 'ABOVE' }, 'WHAT_IF_INVALID'],
    [{ number: '1e24', window: 31 }, 'WHAT_IF_INVALID'],
    [{ number: '1e24', scopes: ['run'] }, 'WHAT_IF_INVALID'],
    [{ number: '1e24', ownershipShare: '2' }, 'WHAT_IF_INVALID'],
    [{ number: '1e24', utilisationPrior: '1.1' }, 'WHAT_IF_INVALID'],
    [{ number: '1e24', utilisationPrior: '0.1234567' }, 'WHAT_IF_INVALID'],
    [{ number: '1e24', controlRule: 'votes' }, 'CONTROL_RULE_INVALID'],
    [{ number: '1e24', nummer: 1 }, 'INVALID_INPUT'],
    [{ number: '1e24', limit: 0 }, 'INVALID_INPUT'],
    [{ number: ['1e24'] }, 'INVALID_INPUT'],
  ])('is refused for %j with %s', async (question, code) =>
    expect(await monitor.post('/v1/what-if', oversight, question)).toMatchObject({ status: 400, body: { code } }),
  );
});
