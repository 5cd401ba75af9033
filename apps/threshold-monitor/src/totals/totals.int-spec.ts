import { AccountUnlinked_Cause } from '@tidemark/contracts';
import { type AskingApp, startAskingApp } from '../../test/asking-app.fixture.js';
import { linked, owns, resolved, standing, votes } from '../../test/customer-facts.fixture.js';
import type { TestPosting } from '../../test/monitor-rows.fixture.js';
import { FLAGS_ROOM } from '../flags/flags.room.js';
import { TOTALS_ROOM } from './totals.room.js';

const HOUR_MS = 3_600_000;
/** 2026-02-28T22:00Z: two hours before a month ends. */
const HOUR = Date.UTC(2026, 1, 28, 22) / HOUR_MS;
const K0 = Date.UTC(2026, 2, 10);
const posting = (provider: string, account: string, hour: number, n: bigint, more: Partial<TestPosting> = {}): TestPosting => ({
  provider,
  account,
  hour,
  totals: [n, 10n * n, 100n * n],
  ...more,
});

describe('totals of who is behind accounts', () => {
  let monitor: AskingApp;
  let alpha: string;
  let beta: string;
  let oversight: string;

  beforeAll(async () => {
    monitor = await startAskingApp([FLAGS_ROOM, TOTALS_ROOM]);
    alpha = monitor.tokens.provider('alpha');
    beta = monitor.tokens.provider('beta');
    oversight = monitor.tokens.oversight();
    const { rows } = monitor;
    await rows.know(
      K0,
      ...[
        standing('anna', 'alpha'),
        standing('anna-b', 'beta'),
        standing('bob', 'beta'),
        standing('idle', 'alpha'),
        standing('dora', 'beta'),
      ],
      // From half past: it owns the hours from the next one on.
      linked('l1', 'alpha', 'a/1', 'anna', HOUR - 0.5),
      linked('l2', 'beta', 'b1', 'anna-b', HOUR - 100),
      linked('l3', 'beta', 'b2', 'bob', HOUR + 1, HOUR + 3),
      resolved('anna', 'alpha', 'party-a'),
      resolved('anna-b', 'beta', 'party-a'),
      // Somebody is under the party at all times: else it would have no group in the hours before it controls Bob.
      owns('e0', 'beta', 'anna-b', 'dora', '1'),
      votes('e1', 'beta', 'anna-b', 'bob', '51/100', HOUR + 2),
    );
    await rows.post(1, K0 + 1_000, [
      posting('alpha', 'a/1', HOUR - 1, 1n),
      posting('alpha', 'a/1', HOUR, 2n),
      posting('alpha', 'a/1', HOUR + 2, 4n, { cluster: 'c2', accelerator: 'A100', basis: 2, labelled: 15n }),
      posting('alpha', 'nobody', HOUR, 8n),
    ]);
    await rows.post(2, K0 + 2_000, [
      posting('beta', 'b1', HOUR, 100n, { basis: 7 }),
      posting('beta', 'b2', HOUR, 1_000n),
      posting('beta', 'b2', HOUR + 1, 2_000n),
      posting('beta', 'b2', HOUR + 2, 4_000n),
      posting('beta', 'b2', HOUR + 3, 8_000n),
    ]);
  });
  afterAll(() => monitor.stop());

  const ask = async (query: string, token = oversight) => (await monitor.get(`/v1/totals?${query}`, token)).body;
  const lower = (body: { tflop?: { lower: string } }) => Number(body.tflop?.lower);

  it('are of the hours in which an account was linked', async () => {
    const body = await ask('scope=customer&id=anna', alpha);
    expect(body).toMatchObject({
      scope: 'customer',
      id: 'anna',
      tflop: { lower: '6', expected: '60', upper: '600' },
      lower: '6000000000000',
      acceleratorHours: '2.0',
      knownAt: new Date(K0 + 2_000).toISOString(),
      ledgerPosition: '2',
      identitySequence: '12',
      // The link is from half past nine, and people find it odd that it counts from ten.
      linkedFrom: new Date(HOUR * HOUR_MS).toISOString(),
      links: [
        {
          link: 'l1',
          account: 'a/1',
          customer: 'anna',
          from: new Date((HOUR - 0.5) * HOUR_MS).toISOString(),
          ownsFrom: new Date(HOUR * HOUR_MS).toISOString(),
        },
      ],
      groups: [],
    });
    expect(body.moreLinks).toBeUndefined();
  });

  it('say what of the best estimate rests on which evidence, on the prior, and on a label', async () => {
    expect(await ask('scope=customer&id=anna')).toMatchObject({
      evidence: { declared: '40000000000000', billed: '0', telemetry: '20000000000000', attested: '0', unknown: '0' },
      onPrior: '40000000000000',
      workload: { labelled: '15000000000000', telemetry: '15000000000000', declared: '0' },
    });
  });

  it('of a party are its records’ at all providers; of a group its parties’ while they were under it', async () => {
    expect(lower(await ask('scope=party&id=party-a'))).toBe(106);
    // Bob is under the party from HOUR + 2 on, and b2 is Bob's until HOUR + 3.
    expect(lower(await ask('scope=group&id=party-a'))).toBe(4_106);
    // Votes are control, and no share of what is earned.
    expect(lower(await ask('scope=group&id=party-a&controlRule=ownership-25'))).toBe(106);
    expect(lower(await ask('scope=party&id=bob'))).toBe(6_000);
  });

  it('of unlinked use are what nobody is tied to in the hour', async () => {
    expect(lower(await ask('scope=unlinked', alpha))).toBe(9);
    expect(lower(await ask('scope=unlinked&id=beta'))).toBe(9_000);
    expect((await ask('scope=unlinked&by=account,hour&id=beta')).groups.map(({ key }: { key: object }) => key)).toEqual([
      { account: 'beta/b2', hour: '2026-02-28T22:00:00Z' },
      { account: 'beta/b2', hour: '2026-03-01T01:00:00Z' },
    ]);
  });

  it('of accounts and compute clusters are answered where the monitor is alone', async () => {
    expect(lower(await ask('scope=account&id=a/1', alpha))).toBe(7);
    expect(lower(await ask('scope=cluster&id=alpha/c1'))).toBe(11);
    expect(await monitor.get('/v1/totals?scope=provider', alpha)).toMatchObject({
      status: 422,
      body: { code: 'SCOPE_ANSWERED_ELSEWHERE' },
    });
  });

  it('are told apart by hour, day, month, accelerator, account, cluster, customer and party', async () => {
    const groups = async (by: string, scope = 'scope=group&id=party-a') =>
      (await ask(`${scope}&by=${by}`)).groups.map((group: { key: Record<string, string>; tflop: { lower: string } }) => [
        Object.values(group.key).join(' '),
        Number(group.tflop.lower),
      ]);
    expect(await groups('month')).toEqual([
      ['2026-02', 102],
      ['2026-03', 4_004],
    ]);
    expect(await groups('day,accelerator')).toEqual([
      ['2026-02-28 H100', 102],
      ['2026-03-01 A100', 4],
      ['2026-03-01 H100', 4_000],
    ]);
    expect(await groups('account')).toEqual([
      ['alpha/a/1', 6],
      ['beta/b1', 100],
      ['beta/b2', 4_000],
    ]);
    expect(await groups('cluster')).toEqual([
      ['alpha/c1', 2],
      ['alpha/c2', 4],
      ['beta/c1', 4_100],
    ]);
    expect(await groups('customer')).toEqual([
      ['anna', 6],
      ['anna-b', 100],
      ['bob', 4_000],
    ]);
    expect(await groups('party')).toEqual([
      ['bob', 4_000],
      ['party-a', 106],
    ]);
    expect(await groups('customer', 'scope=party&id=party-a')).toEqual([
      ['anna', 6],
      ['anna-b', 100],
    ]);
    expect((await ask('scope=customer&id=anna&by=account', alpha)).groups[0].key).toEqual({ account: 'a/1' });
  });

  it('are of a window of usage time, by the start of the hour', async () => {
    expect(lower(await ask(`scope=group&id=party-a&from=${(HOUR + 1) * HOUR_MS}`))).toBe(4_004);
    expect(lower(await ask(`scope=group&id=party-a&to=${HOUR * HOUR_MS + 1}`))).toBe(102);
    expect(lower(await ask('scope=unlinked&id=beta&from=2026-03-01'))).toBe(8_000);
  });

  it('change with what becomes known, and stay what they were as known before', async () => {
    const { rows } = monitor;
    const before = await ask('scope=group&id=party-a&by=account');
    const unlinked = await ask('scope=unlinked&id=beta&by=hour');
    const late = K0 + 10_000;
    await rows.post(3, late, [posting('alpha', 'a/1', HOUR, -1n, { basis: 5 }), posting('beta', 'b2', HOUR + 3, 5n)]);
    await rows.know(
      late + 1_000,
      {
        case: 'accountUnlinked',
        value: {
          link: 'l2',
          provider: 'beta',
          account: 'b1',
          customer: 'anna-b',
          atMs: BigInt((HOUR - 100) * HOUR_MS),
          cause: AccountUnlinked_Cause.MISTAKEN,
        },
      },
      linked('l4', 'alpha', 'nobody', 'anna', HOUR - 10),
    );
    expect(lower(await ask('scope=group&id=party-a'))).toBe(4_106 - 1 - 100 + 8);
    // The group has A's late account, the correction and the link that was a mistake: one by one as they were known.
    expect(lower(await ask(`scope=group&id=party-a&knownAt=${late}`))).toBe(4_105);
    const { knownAt, ...asKnown } = await ask(`scope=group&id=party-a&by=account&knownAt=${K0 + 2_000}`);
    expect({ knownAt, ...asKnown }).toEqual(before);
    expect(await ask(`scope=unlinked&id=beta&by=hour&knownAt=${K0 + 2_000}`)).toEqual(unlinked);
    expect(await ask(`scope=customer&id=anna&knownAt=${K0 + 2_000}`, alpha)).toMatchObject({
      evidence: { declared: '40000000000000', telemetry: '20000000000000' },
      workload: { labelled: '15000000000000' },
      ledgerPosition: '2',
    });
    expect(lower(await ask(`scope=customer&id=anna&knownAt=${K0 + 500}`, alpha))).toBe(0);
    expect(await monitor.get(`/v1/totals?scope=customer&id=anna&knownAt=${K0 - 1}`, alpha)).toMatchObject({ status: 404 });
  });

  it('of a customer without use are zeros; of nobody there are none', async () => {
    expect(await ask('scope=customer&id=idle', alpha)).toMatchObject({ tflop: { lower: '0' }, links: [], groups: [] });
    for (const query of [
      'scope=customer&id=ghost',
      'scope=party&id=ghost',
      'scope=group&id=ghost',
      'scope=group&id=bob',
      'scope=account&id=alpha/ghost',
      'scope=cluster&id=alpha/ghost',
      'scope=unlinked&id=ghost',
    ])
      expect([query, await monitor.get(`/v1/totals?${query}`, oversight)]).toMatchObject([
        query,
        { status: 404, body: { code: 'UNKNOWN_SCOPE' } },
      ]);
    expect(lower(await ask('scope=unlinked', monitor.tokens.provider('gamma')))).toBe(0);
    // To have asked is not to have named: nobody comes to be by a question.
    expect(await monitor.get('/v1/totals?scope=party&id=ghost', oversight)).toMatchObject({ status: 404 });
  });

  it('of more than 50,000 groups are refused', async () => {
    await monitor.rows.query(
      `insert into hour_total (account_id, cluster_id, accelerator_id, hour, accelerator_ms, lower, expected, upper, provider_id)
       select a.id, 1, 1, h, 1, 1, 1, 1, a.provider_id from account a join provider p on p.id = a.provider_id, generate_series(0, 50000) h
       where a.name = 'nobody' and p.name = 'alpha' on conflict do nothing`,
    );
    const query = `scope=account&id=nobody&to=${60_000 * HOUR_MS}`;
    expect(await monitor.get(`/v1/totals?${query}&by=hour`, alpha)).toMatchObject({ status: 422, body: { code: 'TOO_MANY_GROUPS' } });
    expect(await monitor.get(`/v1/totals?${query}&by=day`, alpha)).toMatchObject({ status: 200 });
  });

  it('are a provider’s for its own customers and accounts alone, and never tell that there is a party', async () => {
    const unknown = { status: 404, body: { code: 'UNKNOWN_SCOPE' } };
    for (const query of [
      'scope=customer&id=anna-b',
      'scope=party&id=party-a',
      'scope=group&id=party-a',
      'scope=party&id=anna',
      'scope=account&id=b1',
    ])
      expect([query, await monitor.get(`/v1/totals?${query}`, alpha)]).toMatchObject([query, unknown]);
    const [known, ghost] = [
      await monitor.get('/v1/totals?scope=party&id=party-a', alpha),
      await monitor.get('/v1/totals?scope=party&id=party-x', alpha),
    ];
    expect(known.text.replaceAll('party-a', '')).toBe(ghost.text.replaceAll('party-x', ''));
    expect(await monitor.get('/v1/totals?scope=unlinked&id=beta', alpha)).toMatchObject({ status: 403, body: { code: 'OTHER_TENANT' } });
    expect(await monitor.get('/v1/totals?scope=cluster&id=beta/c1', alpha)).toMatchObject({ status: 403, body: { code: 'OTHER_TENANT' } });
    expect(lower(await ask('scope=customer&id=bob', beta))).toBe(6_000);
    expect(await monitor.get('/v1/totals?scope=customer&id=bob', beta)).toMatchObject({ status: 200 });
  });

  it.each([
    ['', 400, 'SCOPE_INVALID'],
    ['scope=galaxy', 400, 'SCOPE_INVALID'],
    ['scope=customer', 400, 'SCOPE_ID_MISSING'],
    ['scope=customer&id=anna&by=customer', 400, 'GROUPING_INVALID'],
    ['scope=party&id=party-a&by=party', 400, 'GROUPING_INVALID'],
    ['scope=party&id=party-a&by=day,day', 400, 'GROUPING_INVALID'],
    ['scope=party&id=party-a&controlRule=control', 400, 'CONTROL_RULE_INVALID'],
    ['scope=unlinked', 400, 'PROVIDER_PREFIX_MISSING'],
    ['scope=customer&id=anna&from=2026', 400, 'FROM_INVALID'],
    ['scope=customer&id=anna&to=then', 400, 'TO_INVALID'],
    ['scope=customer&id=anna&from=2026-02-02&to=2026-02-02', 400, 'WINDOW_EMPTY'],
    ['scope=customer&id=anna&knownAt=now', 400, 'KNOWN_AT_INVALID'],
    ['scope=customer&id=anna&knownAt=2099-01-01', 422, 'KNOWN_AT_IN_FUTURE'],
  ])('are refused for "%s" with %s %s', async (query, status, code) =>
    expect(await monitor.get(`/v1/totals?${query}`, oversight)).toMatchObject({ status, body: { code } }),
  );
});
