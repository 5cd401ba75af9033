import { AccountUnlinked_Cause } from '@tidemark/contracts';
import { HourSums, judgeCrossings, PUBLISHED_RULEBOOK, type Scope, type Standing, verifyFlagEvidence } from '@tidemark/domain';
import { type AskingApp, startAskingApp } from '../../test/asking-app.fixture.js';
import { linked, owns, resolved, standing } from '../../test/customer-facts.fixture.js';
import { FLAGS_ROOM } from '../flags/flags.room.js';
import { PROJECTIONS_ROOM } from '../projections/projections.room.js';
import { TOTALS_ROOM } from '../totals/totals.room.js';
import { EVIDENCE_ROOM } from './evidence.room.js';
import { VectorsThen } from './vectors-then.js';

const HOUR_MS = 3_600_000;
const HOUR = Date.UTC(2026, 3, 1) / HOUR_MS;
const K0 = Date.UTC(2026, 4, 1);
/** 1e25 FLOP. */
const TEN_YOTTA = 10n ** 13n;
const RULE = PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'eu-ai-act-51')!;
const flop = (tflop: bigint): string => (tflop * 10n ** 12n).toString();

/** The crossing that the totals of some hours make. */
function crossing(scope: Scope, hours: readonly (readonly [hour: number, tflop: bigint])[]): Standing {
  const vector = HourSums.of(hours.map(([hour, tflop]) => ({ hour, lower: 0n, expected: tflop, upper: 2n * tflop })));
  return judgeCrossings(scope, vector, [RULE], { conditionOf: () => 'UNKNOWN' }).standings.find(({ tier }) => tier === 'PROBABLE')!;
}

describe('the evidence of a flag', () => {
  let monitor: AskingApp;
  let alpha: string;
  let oversight: string;
  const ids: Record<string, string> = {};

  const raise = async (scope: Scope, claimed: Standing, raisedAtMs: number, provider?: string) =>
    monitor.rows.raise({
      scope,
      ...(provider === undefined ? {} : { provider }),
      raisedAtMs,
      content: {
        ...{ rule: claimed.rule, ruleVersion: claimed.ruleVersion, n: claimed.n, atEntryIntoForce: false, ledgerPosition: '1' },
        momentMs: claimed.moment.hour * HOUR_MS + claimed.moment.minute * 60_000,
        totals: { lower: flop(claimed.totals!.lower), expected: flop(claimed.totals!.expected), upper: flop(claimed.totals!.upper) },
        sentence: 'By the best estimate, it passed.',
        assumptions: ['That it is so.'],
        explanation: { rule: { title: 'Systemic risk', citation: 'Art. 51(2)', legalWords: 'in force' }, tier: { words: 'best estimate' } },
      },
    });

  beforeAll(async () => {
    monitor = await startAskingApp([FLAGS_ROOM, EVIDENCE_ROOM, PROJECTIONS_ROOM, TOTALS_ROOM]);
    alpha = monitor.tokens.provider('alpha');
    oversight = monitor.tokens.oversight();
    const { rows } = monitor;
    const use = (provider: string, account: string, hour: number, tflop: bigint) => ({
      provider,
      account,
      hour,
      totals: [0n, tflop, 2n * tflop] as const,
    });
    await rows.know(
      K0,
      ...[standing('anna', 'alpha'), standing('bea', 'beta'), standing('bob', 'beta')],
      ...[linked('l1', 'alpha', 'a1', 'anna', 0), linked('l2', 'beta', 'b1', 'bea', 0), linked('l3', 'beta', 'b2', 'bob', HOUR - 5)],
      ...[resolved('anna', 'alpha', 'p-1'), resolved('bea', 'beta', 'p-1'), owns('e1', 'beta', 'bea', 'bob', '2/3')],
    );
    await rows.post(1, K0 + 1, [
      use('alpha', 'a1', HOUR, TEN_YOTTA / 2n),
      use('alpha', 'a1', HOUR + 1, TEN_YOTTA),
      use('beta', 'b1', HOUR, TEN_YOTTA / 2n),
      use('beta', 'b2', HOUR, TEN_YOTTA / 4n),
    ]);
    const account = { kind: 'account', provider: 'alpha', id: 'a1' } as const;
    const own = [
      [HOUR, TEN_YOTTA / 2n],
      [HOUR + 1, TEN_YOTTA],
    ] as const;
    ids.account = await raise(account, crossing(account, own), K0 + 2);
    ids.cluster = await raise(
      { kind: 'cluster', provider: 'alpha', id: 'c1' },
      crossing({ kind: 'cluster', provider: 'alpha', id: 'c1' }, own),
      K0 + 2,
    );
    ids.customer = await raise({ kind: 'customer', id: 'anna' }, crossing({ kind: 'customer', id: 'anna' }, own), K0 + 2, 'alpha');
    const together = (tflop: bigint) =>
      [
        [HOUR, tflop],
        [HOUR + 1, TEN_YOTTA],
      ] as const;
    ids.party = await raise({ kind: 'party', id: 'p-1' }, crossing({ kind: 'party', id: 'p-1' }, together(TEN_YOTTA)), K0 + 2);
    const group = { kind: 'group', id: 'p-1', controlRule: 'control' } as const;
    ids.group = await raise(group, crossing(group, together((TEN_YOTTA * 5n) / 4n)), K0 + 2);
    await rows.tellOf(ids.account, 'WITHDRAWN', K0 + 2, { causes: ['USAGE'], reason: 'As a test.' });
    const claimed = crossing(account, own);
    const totals = { ...claimed.totals!, expected: claimed.totals!.expected + 1n };
    ids.wrong = await raise(account, { ...claimed, totals, moment: { hour: HOUR + 1, minute: 3 } }, K0 + 2);
  });
  afterAll(() => monitor.stop());

  const evidenceOf = async (name: string, token = oversight) => monitor.get(`/v1/flags/${ids[name]}/evidence`, token);
  const SCOPES = ['account', 'cluster', 'customer', 'party', 'group'];

  it.each(SCOPES)('of a crossing by an %s works out to the same flag', async (name) => {
    const { status, body, headers } = await evidenceOf(name);
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toContain(`flag-${ids[name]}.json`);
    expect(verifyFlagEvidence(body)).toEqual({ ok: true });
    expect(body).toMatchObject({ flag: ids[name], knownAtMs: K0 + 2, policyVersions: [1] });
  });

  it('of a flag that is not what it says tells where', async () => {
    const differences = [{ code: 'EVIDENCE_MOMENT_DIFFERS' }, { code: 'EVIDENCE_TOTALS_DIFFER' }];
    expect(verifyFlagEvidence((await evidenceOf('wrong')).body)).toMatchObject({ ok: false, differences });
  });

  it('stays what it was, whatever becomes known later', async () => {
    const before = new Map<string, string>();
    for (const name of SCOPES) before.set(name, (await evidenceOf(name)).text);
    const { rows } = monitor;
    await rows.post(2, K0 + 10, [
      { provider: 'alpha', account: 'a1', hour: HOUR, totals: [0n, -5n, -10n] },
      { provider: 'alpha', account: 'late', hour: HOUR, totals: [0n, 7n, 7n] },
      { provider: 'beta', account: 'b1', hour: HOUR - 1, totals: [0n, 9n, 9n] },
    ]);
    await rows.know(
      K0 + 11,
      linked('l4', 'alpha', 'late', 'anna', 0),
      {
        case: 'accountUnlinked',
        value: { link: 'l2', provider: 'beta', account: 'b1', customer: 'bea', atMs: 0n, cause: AccountUnlinked_Cause.MISTAKEN },
      },
      resolved('bob', 'beta', 'p-1'),
    );
    for (const name of SCOPES) expect([name, (await evidenceOf(name)).text]).toEqual([name, before.get(name)]);
  });

  it('knows which facts the transaction knew, also where later ones are of the same instant', async () => {
    const { rows } = monitor;
    const at = K0 + 20;
    await rows.know(at, standing('carl', 'alpha'), linked('l9', 'alpha', 'c9', 'carl', 0));
    await rows.post(5, at, [{ provider: 'alpha', account: 'c9', hour: HOUR, totals: [0n, 2n * TEN_YOTTA, 2n * TEN_YOTTA] }]);
    const claimed = { ...crossing({ kind: 'customer', id: 'carl' }, [[HOUR, 2n * TEN_YOTTA]]) };
    ids.carl = await raise(
      { kind: 'customer', id: 'carl' },
      { ...claimed, totals: { lower: 0n, expected: 2n * TEN_YOTTA, upper: 2n * TEN_YOTTA } },
      at,
      'alpha',
    );
    await rows.know(at, linked('l10', 'alpha', 'late', 'carl', HOUR + 50));
    const { body } = await evidenceOf('carl');
    expect(body.statements.links.map(({ link }: { link: string }) => link)).toEqual(['l9']);
    expect(verifyFlagEvidence(body)).toEqual({ ok: true });
  });

  it('is told in words and as data', async () => {
    const { body } = await monitor.get(`/v1/flags/${ids.account}/why`, alpha);
    expect(body).toMatchObject({
      flag: ids.account,
      sentence: 'By the best estimate, it passed.',
      explanation: { rule: { title: 'Systemic risk' } },
    });
    const { text, headers } = await monitor.get(`/v1/flags/${ids.account}/why`, alpha, { accept: 'text/plain' });
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text).toBe(body.text);
    expect(text).toContain('By the best estimate, it passed.\n\nRule:      Systemic risk, Art. 51(2)\nIn law:    in force\n');
    expect(text).toContain('It takes for granted:\n- That it is so.\n');
  });

  it('that would be too large is refused, before it is read', async () => {
    const vectors = monitor.app.get(VectorsThen);
    vectors.hoursMax = 2;
    expect(await evidenceOf('account')).toMatchObject({ status: 200 });
    for (const name of ['party', 'group'])
      expect(await evidenceOf(name)).toMatchObject({ status: 422, body: { code: 'EVIDENCE_TOO_LARGE' } });
    vectors.hoursMax = 3_000_000;
  });

  it('is for those who may see the flag alone', async () => {
    expect((await evidenceOf('customer', alpha)).status).toBe(200);
    for (const name of ['party', 'group'])
      for (const part of ['evidence', 'why'])
        expect(await monitor.get(`/v1/flags/${ids[name]}/${part}`, alpha)).toMatchObject({ status: 404, body: { code: 'FLAG_UNKNOWN' } });
    expect(await evidenceOf('customer', monitor.tokens.provider('beta'))).toMatchObject({ status: 404, body: { code: 'FLAG_UNKNOWN' } });
    expect(await evidenceOf('customer', monitor.tokens.provider('alpha', ['usage:write']))).toMatchObject({ status: 403 });
    expect(await monitor.get('/v1/flags/nonsense/evidence', oversight)).toMatchObject({ status: 404, body: { code: 'FLAG_UNKNOWN' } });
    // Of another provider nothing stands in it.
    expect((await evidenceOf('customer', alpha)).text).not.toMatch(/beta|bea|bob|p-1/);
  });
});
