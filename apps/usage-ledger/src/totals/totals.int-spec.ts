import { create, toBinary } from '@bufbuild/protobuf';
import { FacilityEventSchema } from '@tidemark/contracts';
import { type LedgerApp, startLedgerApp } from '../../test/ledger-app.fixture.js';
import type { Posting } from '../../test/ledger-rows.fixture.js';

/** 2024-02-29T23:00Z: the last hour of a month. */
const HOUR = Date.UTC(2024, 1, 29, 23) / 3_600_000;
const T0 = Date.UTC(2024, 2, 10);

const posting = (account: string, cluster: string, accelerator: string, hour: number, n: bigint): Posting => ({
  account,
  cluster,
  accelerator,
  hour,
  amounts: [n * 3_600_000n, n * 10n, n * 20n, n * 30n],
});

describe('totals', () => {
  let ledger: LedgerApp;
  let alpha: string;
  let beta: string;
  let oversight: string;

  beforeAll(async () => {
    ledger = await startLedgerApp();
    alpha = ledger.tokens.provider('alpha');
    beta = ledger.tokens.provider('beta');
    oversight = ledger.tokens.oversight();
    await ledger.rows.segment('alpha', 1, T0, [posting('a/1', 'c1', 'H100', HOUR, 1n), posting('a/1', 'c1', 'H100', HOUR + 1, 2n)]);
    await ledger.rows.segment('beta', 2, T0 + 1_000, [posting('a/1', 'c1', 'A100', HOUR, 100n)]);
    await ledger.rows.segment('alpha', 3, T0 + 2_000, [posting('a2', 'c2', 'A100', HOUR + 1, 4n), posting('a/1', 'c1', 'H100', HOUR, 8n)]);
    // A correction: a/1 used less than it said, and a2 nothing at all.
    await ledger.rows.segment('alpha', 4, T0 + 3_000, [
      posting('a/1', 'c1', 'H100', HOUR, -1n),
      posting('a2', 'c2', 'A100', HOUR + 1, -4n),
    ]);
    const event = create(FacilityEventSchema, {
      id: 'f1',
      fact: { case: 'cluster', value: { provider: 'alpha', id: 'idle', accelerators: 8, inServiceFromMs: 0n } },
    });
    await ledger.rows.query('insert into facility_fact values (1, $1, $2, $3, 1)', [
      T0,
      'f1',
      Buffer.from(toBinary(FacilityEventSchema, event)),
    ]);
  });

  afterAll(() => ledger.stop());

  const totals = async (query: string, token = alpha) => (await ledger.get(`/v1/totals?${query}`, token)).body;
  const expected = (body: { tflop: { expected: string } }) => BigInt(body.tflop.expected) / 20n;

  it('are exact decimal strings in FLOP, TFLOP and accelerator-hours', async () => {
    expect(await totals('scope=provider&id=alpha')).toEqual({
      provider: 'alpha',
      scope: 'provider',
      id: 'alpha',
      knownAt: new Date(T0 + 3_000).toISOString(),
      ledgerPosition: '4',
      acceleratorHours: '10.0',
      acceleratorMs: '36000000',
      lower: '100000000000000',
      expected: '200000000000000',
      upper: '300000000000000',
      tflop: { lower: '100', expected: '200', upper: '300' },
      groups: [],
    });
    expect(await totals('scope=provider')).toEqual(await totals('scope=provider&id=alpha'));
  });

  it('are of one cluster or account, whose id may hold a slash', async () => {
    expect(expected(await totals('scope=cluster&id=c1'))).toBe(10n);
    expect(expected(await totals('scope=cluster&id=alpha/c1'))).toBe(10n);
    expect(expected(await totals('scope=account&id=a%2F1'))).toBe(10n);
    expect(expected(await totals('scope=account&id=alpha/a/1', oversight))).toBe(10n);
    expect(expected(await totals('scope=account&id=a2'))).toBe(0n);
  });

  it('take an hour by its start, from inclusive, to exclusive', async () => {
    const start = HOUR * 3_600_000;
    expect(expected(await totals(`scope=provider&from=${start}&to=${start + 1}`))).toBe(8n);
    expect(expected(await totals(`scope=provider&from=${start + 1}`))).toBe(2n);
    expect(expected(await totals(`scope=provider&to=${start}`))).toBe(0n);
    expect(expected(await totals('scope=provider&from=2024-03-01&to=2024-03-01T00:30:00Z'))).toBe(2n);
    expect(expected(await totals('scope=provider&from=2024-03-01T00:00:00%2B01:00'))).toBe(10n);
  });

  it.each([
    [
      'hour',
      [
        ['2024-02-29T23:00:00Z', 8n],
        ['2024-03-01T00:00:00Z', 2n],
      ],
    ],
    [
      'day',
      [
        ['2024-02-29', 8n],
        ['2024-03-01', 2n],
      ],
    ],
    [
      'month',
      [
        ['2024-02', 8n],
        ['2024-03', 2n],
      ],
    ],
  ] as [string, [string, bigint][]][])('are told apart by %s, leaving out what a correction emptied', async (by, groups) => {
    const body = await totals(`scope=provider&by=${by}`);
    expect(body.groups.map((g: { key: Record<string, string>; tflop: { expected: string } }) => [g.key[by], expected(g)])).toEqual(groups);
    const both = await totals(`scope=provider&by=accelerator,${by},account,cluster`);
    expect(both.groups[0].key).toEqual({ accelerator: 'H100', [by]: groups[0]![0], account: 'a/1', cluster: 'c1' });
  });

  it('carry coarser times beside finer ones', async () => {
    const body = await totals('scope=provider&by=month,hour');
    expect(body.groups.map((g: { key: object }) => g.key)).toEqual([
      { month: '2024-02', hour: '2024-02-29T23:00:00Z' },
      { month: '2024-03', hour: '2024-03-01T00:00:00Z' },
    ]);
  });

  it.each([
    [T0 - 1, '0', 0n],
    [T0, '1', 3n],
    [T0 + 1_999, '1', 3n],
    [T0 + 2_000, '3', 15n],
    [T0 + 2_999, '3', 15n],
    [T0 + 3_000, '4', 10n],
    [T0 + 900_000, '4', 10n],
  ])('are as they were known at %d', async (knownAt, position, sum) => {
    const body = await totals(`scope=provider&by=account&knownAt=${knownAt}`);
    expect([body.ledgerPosition, expected(body)]).toEqual([position, sum]);
    expect(body.groups.reduce((all: bigint, g: { tflop: { expected: string } }) => all + expected(g), 0n)).toBe(sum);
    expect(expected(await totals(`scope=account&id=a2&knownAt=${knownAt}`))).toBe(sum === 15n ? 4n : 0n);
    expect(expected(await totals(`scope=cluster&id=c1&from=2024-03-01&knownAt=${knownAt}`))).toBe(sum === 0n ? 0n : 2n);
  });

  it('are the same from either side of a moment: folded up to it, or the rest taken away', async () => {
    // Much was posted after T0 + 2 s and cancelled again, so that the shorter way changes sides.
    const many = Array.from({ length: 500 }, (_, i) => posting(`m${i}`, 'c1', 'H100', HOUR + i, BigInt(i * 7919)));
    const before = await totals(`scope=provider&by=hour,account&knownAt=${T0 + 2_000}`);
    await ledger.rows.segment('alpha', 5, T0 + 4_000, many);
    const folded = await totals(`scope=provider&by=hour,account&knownAt=${T0 + 2_000}`);
    expect(folded).toEqual(before);
    const now = await totals('scope=provider&by=hour,account');
    await ledger.rows.segment('alpha', 6, T0 + 5_000, [posting('late', 'c1', 'H100', HOUR, 1n)]);
    const rewound = await totals(`scope=provider&by=hour,account&knownAt=${T0 + 4_000}`);
    expect(rewound).toEqual(now);
    await ledger.rows.segment('alpha', 7, T0 + 6_000, [
      ...many.map((one) => ({ ...one, amounts: one.amounts.map((n) => -n) as Posting['amounts'] })),
      posting('late', 'c1', 'H100', HOUR, -1n),
    ]);
    expect(expected(await totals('scope=provider'))).toBe(10n);
  });

  it('of a registered cluster that was never used are zeros; of what nobody knows there are none', async () => {
    expect(await totals('scope=cluster&id=idle&by=day')).toMatchObject({ acceleratorMs: '0', lower: '0', groups: [] });
    for (const query of ['scope=cluster&id=nowhere', 'scope=account&id=idle', 'scope=account&id=alpha/a2'])
      expect(await ledger.get(`/v1/totals?${query}`, alpha)).toMatchObject({ status: 404, body: { code: 'UNKNOWN_SCOPE' } });
    expect(await ledger.get('/v1/totals?scope=provider&id=gamma', oversight)).toMatchObject({
      status: 404,
      body: { code: 'UNKNOWN_SCOPE' },
    });
  });

  it.each([
    ['', 400, 'SCOPE_INVALID'],
    ['scope=galaxy', 400, 'SCOPE_INVALID'],
    ['scope=customer&id=x', 422, 'SCOPE_ANSWERED_ELSEWHERE'],
    ['scope=group&id=x', 422, 'SCOPE_ANSWERED_ELSEWHERE'],
    ['scope=cluster', 400, 'SCOPE_ID_MISSING'],
    ['scope=account&id=', 400, 'SCOPE_ID_MISSING'],
    ['scope=provider&from=tomorrow', 400, 'FROM_INVALID'],
    ['scope=provider&from=', 400, 'FROM_INVALID'],
    ['scope=provider&to=2024-02-30', 400, 'TO_INVALID'],
    ['scope=provider&from=2024-02-02&to=2024-02-02', 400, 'WINDOW_EMPTY'],
    ['scope=provider&knownAt=2024', 400, 'KNOWN_AT_INVALID'],
    ['scope=provider&knownAt=2999-01-01', 422, 'KNOWN_AT_IN_FUTURE'],
    ['scope=provider&by=week', 400, 'GROUPING_INVALID'],
    ['scope=provider&by=day,day', 400, 'GROUPING_INVALID'],
    ['scope=provider&by=', 400, 'GROUPING_INVALID'],
    ['scope=provider&scope=account', 400, 'INVALID_INPUT'],
    ['scope=provider&untill=2024-01-01', 400, 'INVALID_INPUT'],
  ])('are refused for "%s" with a code of their own', async (query, status, code) => {
    expect(await ledger.get(`/v1/totals?${query}`, alpha)).toMatchObject({ status, body: { code, status } });
  });

  describe('are seen', () => {
    it('by a provider of its own alone', async () => {
      expect(await ledger.get('/v1/totals?scope=provider&id=beta', alpha)).toMatchObject({ status: 403, body: { code: 'OTHER_TENANT' } });
      expect(await ledger.get('/v1/totals?scope=cluster&id=beta/c1', alpha)).toMatchObject({ status: 403, body: { code: 'OTHER_TENANT' } });
      expect(expected(await totals('scope=account&id=a%2F1', beta))).toBe(100n);
      expect(await ledger.get('/v1/totals?scope=cluster&id=c2', beta)).toMatchObject({ status: 404, body: { code: 'UNKNOWN_SCOPE' } });
      expect(await ledger.get('/v1/totals?scope=cluster&id=idle', beta)).toMatchObject({ status: 404, body: { code: 'UNKNOWN_SCOPE' } });
    });

    it('by oversight of all, which must say whose', async () => {
      expect(expected(await totals('scope=provider&id=beta', oversight))).toBe(100n);
      expect(expected(await totals('scope=cluster&id=beta/c1', oversight))).toBe(100n);
      for (const query of ['scope=cluster&id=c1', 'scope=provider', 'scope=account&id=a2'])
        expect(await ledger.get(`/v1/totals?${query}`, oversight)).toMatchObject({
          status: 400,
          body: { code: 'PROVIDER_PREFIX_MISSING' },
        });
    });

    it('by nobody without the scope that his role needs', async () => {
      const missing = { status: 403, body: { code: 'MISSING_SCOPE' } };
      expect(await ledger.get('/v1/totals?scope=provider', ledger.tokens.provider('alpha', ['usage:write']))).toMatchObject(missing);
      expect(await ledger.get('/v1/totals?scope=provider', ledger.tokens.provider('alpha', ['oversight:read']))).toMatchObject(missing);
      expect(await ledger.get('/v1/totals?scope=provider&id=alpha', ledger.tokens.operator(['usage:read']))).toMatchObject(missing);
      expect(await ledger.get('/v1/totals?scope=provider', 'nobody')).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
    });
  });
});
