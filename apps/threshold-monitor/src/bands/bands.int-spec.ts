import fc from 'fast-check';
import { type AskingApp, startAskingApp } from '../../test/asking-app.fixture.js';
import { linked, owns, resolved, standing } from '../../test/customer-facts.fixture.js';
import type { TestPosting } from '../../test/monitor-rows.fixture.js';
import { PROJECTIONS_ROOM } from '../projections/projections.room.js';
import { TOTALS_ROOM } from '../totals/totals.room.js';
import { WHAT_IF_ROOM } from '../what-if/what-if.room.js';
import { BANDS_ROOM } from './bands.room.js';

const HOUR_MS = 3_600_000;
const HOUR = Date.UTC(2026, 3, 1) / HOUR_MS;
const K0 = Date.UTC(2026, 4, 1);
/** 1e21 FLOP: the first band; 1e22 the second, 1e23/3 the third. */
const ZETTA = 10n ** 9n;

describe('totals by band', () => {
  let monitor: AskingApp;
  let alpha: string;
  let regulator: string;

  beforeAll(async () => {
    monitor = await startAskingApp([PROJECTIONS_ROOM, TOTALS_ROOM, WHAT_IF_ROOM, BANDS_ROOM]);
    alpha = monitor.tokens.provider('alpha');
    regulator = monitor.tokens.person('regulator-reviewer');
    const { rows } = monitor;
    const use = (provider: string, account: string, hour: number, zetta: bigint): TestPosting => ({
      ...{ provider, account, hour, basis: 5 },
      totals: [zetta * ZETTA - 1n, zetta * ZETTA, 3n * zetta * ZETTA + 1n],
    });
    await rows.know(
      K0,
      ...[
        standing('anna', 'alpha'),
        standing('abel', 'alpha'),
        standing('bea', 'beta'),
        standing('carl', 'beta'),
        standing('idle', 'alpha'),
      ],
      // a2 passed from anna to abel: of each the hours that were theirs.
      ...[
        linked('l1', 'alpha', 'a1', 'anna', 0),
        linked('l2', 'alpha', 'a2', 'anna', 0, HOUR + 1),
        linked('l3', 'alpha', 'a2', 'abel', HOUR + 1),
      ],
      ...[linked('l4', 'beta', 'b1', 'bea', 0), linked('l5', 'beta', 'b2', 'carl', 0)],
      ...[resolved('anna', 'alpha', 'party'), resolved('bea', 'beta', 'party'), owns('e1', 'beta', 'bea', 'carl', '1')],
    );
    await rows.post(1, K0 + 1, [
      use('alpha', 'a1', HOUR, 9n),
      use('alpha', 'a2', HOUR, 2n),
      use('alpha', 'a2', HOUR + 1, 40n),
      use('alpha', 'tiny', HOUR, 0n),
      use('beta', 'b1', HOUR, 10n),
      use('beta', 'b2', HOUR, 30n),
    ]);
  });
  afterAll(() => monitor.stop());

  const get = async (path: string, token = regulator) => {
    const { status, body } = await monitor.get(path, token);
    return status === 200 ? body : [status, body.code];
  };
  const page = async (band: string, scope: string, token = regulator) => {
    const body = await get(`/v1/totals/bands/${band}?scope=${scope}`, token);
    return Array.isArray(body)
      ? body
      : body.items.map(({ id, totals }: { id: string; totals: { expected: string } }) => `${id} ${totals.expected}`);
  };

  it('count who has passed each number, and who is between it and the next', async () => {
    const body = await get('/v1/totals/bands');
    expect(body.bands).toMatchObject([
      {
        band: 'band-billing',
        number: '1e21',
        level: 'NONE',
        legalStatus: 'HOUSE',
        passed: { account: 4, customer: 4, party: 3, group: 1 },
      },
      {
        band: 'band-identity',
        number: '1e22',
        passed: { account: 3, customer: 4, party: 3, group: 1 },
        within: { account: 2, customer: 3, party: 2, group: 0 },
      },
      { band: 'band-enhanced', number: '1e23/3', passed: { account: 1, customer: 1, party: 1, group: 1 } },
    ]);
    expect(body.bands[0].within).toEqual({ account: 1, customer: 0, party: 0, group: 0 });
    expect(body.below).toEqual({ account: 1, customer: 0, party: 0, group: 0 });
    expect(body).toMatchObject({ ledgerPosition: '1', identitySequence: '13', notCounted: [] });
  });

  it('list who is in a band, largest first, of two figures, by pseudonyms', async () => {
    expect(await page('band-enhanced', 'account')).toEqual(['alpha/a2 4.2e22']);
    expect(await page('band-identity', 'account')).toEqual(['beta/b2 3.0e22', 'beta/b1 1.0e22']);
    expect(await page('band-enhanced', 'customer')).toEqual(['abel 4.0e22']);
    expect(await page('band-identity', 'customer')).toEqual(['carl 3.0e22', 'anna 1.1e22', 'bea 1.0e22']);
    expect(await page('band-identity', 'party')).toEqual(['carl 3.0e22', 'party 2.1e22']);
    expect(await page('band-enhanced', 'group')).toEqual(['party 5.1e22']);
    expect(await page('below', 'account')).toEqual(['alpha/tiny 0']);
    const { items } = await get('/v1/totals/bands/band-identity?scope=account');
    // What is printed still holds what was counted.
    expect(items[1].totals).toEqual({ lower: '9.9e21', expected: '1.0e22', upper: '3.1e22' });
  });

  it('agree with the totals of each scope', async () => {
    for (const [scope, band, kind] of [
      ['party', 'band-identity', 'party'],
      ['abel', 'band-enhanced', 'customer'],
      ['party', 'band-enhanced', 'group'],
    ]) {
      const total = await get(`/v1/totals?scope=${kind}&id=${scope}`);
      const { items } = await get(`/v1/totals/bands/${band}?scope=${kind}`);
      const item = items.find(({ id }: { id: string }) => id === scope);
      expect(Number(item.totals.lower)).toBeLessThanOrEqual(Number(total.lower));
      expect(Number(item.totals.upper)).toBeGreaterThanOrEqual(Number(total.upper));
      expect(Math.abs(Number(item.totals.expected) / Number(total.expected) - 1)).toBeLessThan(0.05);
    }
  });

  it('show a provider its own accounts and customers alone, as if there were no parties and no others', async () => {
    const body = await get('/v1/totals/bands', alpha);
    expect(body.bands.map(({ passed }: { passed: object }) => passed)).toEqual([
      { account: 2, customer: 2 },
      { account: 1, customer: 2 },
      { account: 1, customer: 1 },
    ]);
    expect(await page('band-enhanced', 'account', alpha)).toEqual(['a2 4.2e22']);
    expect(await page('band-identity', 'customer', alpha)).toEqual(['anna 1.1e22']);
    expect(await page('band-identity', 'party', alpha)).toEqual([400, 'SCOPE_INVALID']);
    expect(await page('band-identity', 'group', alpha)).toEqual([400, 'SCOPE_INVALID']);
  });

  it('follow page by page, in one order', async () => {
    const ids: string[] = [];
    let path: string | undefined = '/v1/totals/bands/band-identity?scope=customer&limit=1';
    for (let pages = 0; path !== undefined && pages < 10; pages++) {
      const { status, body, headers } = await monitor.get(path, regulator);
      expect([status, body.items.length]).toEqual([200, 1]);
      ids.push(body.items[0].id);
      path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(ids).toEqual(['carl', 'anna', 'bea']);
  });

  it('refuse what is no band, scope or cursor, and whoever may not ask', async () => {
    expect(await get('/v1/totals/bands/band-nobody?scope=account')).toEqual([404, 'BAND_UNKNOWN']);
    expect(await get('/v1/totals/bands/band-identity?scope=cluster')).toEqual([400, 'SCOPE_INVALID']);
    expect(await get('/v1/totals/bands/band-identity')).toEqual([400, 'SCOPE_INVALID']);
    expect(await get('/v1/totals/bands/below?scope=account&cursor=abc')).toEqual([400, 'CURSOR_INVALID']);
    expect(await get('/v1/totals/bands', monitor.tokens.person('regulator-reviewer', undefined, 'x', []))).toEqual([403, 'MISSING_SCOPE']);
  });

  it('put each scope in exactly one place, whatever was used', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.bigInt({ min: 0n, max: 60n * ZETTA }), { minLength: 1, maxLength: 8 }), async (totals) => {
        const { rows } = monitor;
        const change = await rows.query('select ledger_position as at from monitor_head');
        const position = Number(change[0]!.at) + 1;
        const account = (n: number) => `random-${position}-${n}`;
        await rows.post(
          position,
          K0 + position,
          totals.map((total, n) => ({ provider: 'gamma', account: account(n), hour: HOUR, basis: 5, totals: [0n, total, total] })),
        );
        const gamma = monitor.tokens.provider('gamma');
        const body = await get('/v1/totals/bands', gamma);
        const all: bigint[] = (
          await rows.query(`select t.expected from account_total t join provider p on p.id = t.provider_id where p.name = 'gamma'`)
        ).map(({ expected }) => BigInt(expected as string));
        const numbers = [10n ** 9n, 10n ** 10n, (10n ** 11n + 2n) / 3n];
        expect(body.bands.map(({ passed }: { passed: { account: number } }) => passed.account)).toEqual(
          numbers.map((number) => all.filter((one) => one >= number).length),
        );
        const within = body.bands.reduce(
          (sum: number, band: { within: { account: number } }) => sum + band.within.account,
          body.below.account,
        );
        expect(within).toBe(all.length);
      }),
      { numRuns: 15 },
    );
  });
});
