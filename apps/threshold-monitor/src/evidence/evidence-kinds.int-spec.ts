import { CustomerStanding_Status, Level_Value } from '@tidemark/contracts';
import {
  CURRENT_METERING_POLICY,
  HourSums,
  judgeBands,
  judgeCapacity,
  judgeEvaluation,
  judgeOverCapacity,
  judgeUseAfterOrder,
  PUBLISHED_CATALOGUE,
  PUBLISHED_RULEBOOK,
  project,
  projectionStanding,
  projectionTermsOf,
  type Rule,
  type Standing,
  verifyFlagEvidence,
} from '@tidemark/domain';
import { type AskingApp, startAskingApp } from '../../test/asking-app.fixture.js';
import { linked, owns, resolved, standing } from '../../test/customer-facts.fixture.js';
import { FLAGS_ROOM } from '../flags/flags.room.js';
import { PROJECTIONS_ROOM } from '../projections/projections.room.js';
import { TOTALS_ROOM } from '../totals/totals.room.js';
import { EVIDENCE_ROOM } from './evidence.room.js';

const HOUR_MS = 3_600_000;
const MODEL = 'NVIDIA H100 SXM5 80GB';
const K0 = Date.UTC(2026, 4, 1);
const HOUR = Date.UTC(2026, 3, 1) / HOUR_MS;
/** 1e22 FLOP. */
const E22 = 10n ** 10n;
const ruleOf = (id: string): Rule => PUBLISHED_RULEBOOK.rules.find((rule) => rule.id === id)!;
const flop = (tflop: bigint): string => (tflop * 10n ** 12n).toString();

/** Flags of every kind but crossings, each judged as the monitor does, and their evidence once more has become known. */
describe('the evidence of every kind of flag', () => {
  let monitor: AskingApp;

  beforeAll(async () => {
    monitor = await startAskingApp([FLAGS_ROOM, EVIDENCE_ROOM, PROJECTIONS_ROOM, TOTALS_ROOM]);
  });
  afterAll(() => monitor.stop());

  const raise = ({ scope, kind, tier, n, moment, totals, rule, ruleVersion, detail, atEntryIntoForce }: Standing, raisedAtMs: number) =>
    monitor.rows.raise({
      ...{ scope, kind, rule, ruleVersion, raisedAtMs, tier: tier ?? '' },
      ...(scope.kind === 'customer' ? { provider: 'alpha' } : {}),
      content: {
        ...{ n, detail, atEntryIntoForce, momentMs: moment.hour * HOUR_MS + moment.minute * 60_000, ledgerPosition: '1' },
        totals: totals && { lower: flop(totals.lower), expected: flop(totals.expected), upper: flop(totals.upper) },
      },
    });
  const verdictOf = async (flag: string) => {
    const { status, body } = await monitor.get(`/v1/flags/${flag}/evidence`, monitor.tokens.oversight());
    return { status, type: body.facts?.type, verdict: status === 200 ? verifyFlagEvidence(body) : body };
  };
  const use = (account: string, hours: readonly (readonly [number, bigint])[], cluster = 'c') =>
    hours.map(([hour, tflop]) => ({ provider: 'alpha', account, cluster, hour, totals: [0n, tflop, tflop] as const }));
  const vectorOf = (hours: readonly (readonly [number, bigint])[]) =>
    HourSums.of(hours.map(([hour, tflop]) => ({ hour, lower: 0n, expected: tflop, upper: tflop })));

  it('a band without the level, and without a link', async () => {
    const { rows } = monitor;
    const hours = [[HOUR, 5n * E22]] as const;
    await rows.know(K0, standing('low', 'alpha'), linked('l1', 'alpha', 'low-a', 'low', 0));
    await rows.post(1, K0 + 1, [...use('low-a', hours), ...use('lost', hours)]);
    const rules = [ruleOf('band-identity'), ruleOf('band-enhanced')];
    const customer = judgeBands({ scope: { kind: 'customer', id: 'low' }, vector: vectorOf(hours), rules, level: 'IDENTIFIED' });
    const lost = judgeBands({
      scope: { kind: 'account', provider: 'alpha', id: 'lost' },
      vector: vectorOf(hours),
      rules,
      level: 'UNLINKED',
    });
    expect([...customer, ...lost].map(({ kind }) => kind)).toEqual(['UNVERIFIED_ABOVE_BAND', 'UNLINKED_ABOVE_BAND']);
    const flags = [await raise(customer[0]!, K0 + 2), await raise(lost[0]!, K0 + 2)];
    await rows.know(
      K0 + 3,
      { case: 'standing', value: { ...standing('low', 'alpha').value, level: Level_Value.ENHANCED, fromMs: BigInt(K0 - 10) } },
      linked('l2', 'alpha', 'lost', 'low', 0),
    );
    for (const flag of flags) expect(await verdictOf(flag)).toEqual({ status: 200, type: 'LEVEL', verdict: { ok: true } });
  });

  it('capacity, and use beyond it', async () => {
    const { rows } = monitor;
    const scope = { kind: 'cluster', provider: 'alpha', id: 'big' } as const;
    const value = {
      provider: 'alpha',
      id: 'big',
      accelerator: MODEL,
      accelerators: 200_000,
      interconnectGbps: 400,
      inServiceFromMs: BigInt((HOUR - 5) * HOUR_MS),
    };
    await rows.register(K0 + 10, { case: 'cluster', value });
    const peaks = PUBLISHED_CATALOGUE.resolve(MODEL)!.peaksGflops;
    const registration = {
      scope,
      accelerator: MODEL,
      peaks,
      accelerators: 200_000,
      interconnectGbps: 400,
      inServiceFromMs: (HOUR - 5) * HOUR_MS,
    };
    const [capacity] = judgeCapacity(registration, [ruleOf('us-ca-sb1047-cluster')]).standings;
    const acceleratorMs = 200_001n * 3_600_000n;
    await rows.post(2, K0 + 11, [{ provider: 'alpha', account: 'x', cluster: 'big', hour: HOUR, totals: [0n, 1n, 1n], acceleratorMs }]);
    const [over] = judgeOverCapacity({ scope, use: { hours: [HOUR], acceleratorMs: [acceleratorMs] }, registeredAt: () => 200_000 });
    const flags = [await raise(capacity!, K0 + 12), await raise(over!, K0 + 12)];
    await rows.register(K0 + 13, {
      case: 'cluster',
      value: { ...value, accelerators: 8, interconnectGbps: 10, inServiceToMs: BigInt(HOUR * HOUR_MS) },
    });
    await rows.post(3, K0 + 14, [
      { provider: 'alpha', account: 'x', cluster: 'big', hour: HOUR, totals: [0n, -1n, -1n], acceleratorMs: -acceleratorMs },
    ]);
    expect(await verdictOf(flags[0]!)).toEqual({ status: 200, type: 'REGISTRATION', verdict: { ok: true } });
    expect(await verdictOf(flags[1]!)).toEqual({ status: 200, type: 'CAPACITY_USE', verdict: { ok: true } });
  });

  it('use after an order', async () => {
    const { rows } = monitor;
    const scope = { kind: 'customer', id: 'stopped' } as const;
    const hours = [
      [HOUR, 1n],
      [HOUR + 9, 1n],
    ] as const;
    const order = (status: CustomerStanding_Status, hour: number) => ({
      case: 'standing' as const,
      value: { ...standing('stopped', 'alpha').value, status, fromMs: BigInt(hour * HOUR_MS) },
    });
    await rows.know(
      K0 + 20,
      order(CustomerStanding_Status.ACTIVE, 0),
      order(CustomerStanding_Status.SUSPENDED, HOUR + 5),
      linked('l5', 'alpha', 'st', 'stopped', 0),
    );
    await rows.post(4, K0 + 21, use('st', hours));
    const [judged] = judgeUseAfterOrder({
      scope,
      vector: vectorOf(hours),
      suspensions: [{ fromMs: (HOUR + 5) * HOUR_MS, toMs: Infinity }],
    });
    const flag = await raise(judged!, K0 + 22);
    await rows.know(K0 + 23, order(CustomerStanding_Status.ACTIVE, HOUR + 7));
    expect(await verdictOf(flag)).toEqual({ status: 200, type: 'SUSPENSIONS', verdict: { ok: true } });
  });

  it('use after an order of casework, of what stands over providers at one of them', async () => {
    const { rows } = monitor;
    const scope = { kind: 'group', id: 'top', controlRule: 'control' } as const;
    const here = [
      [HOUR, 1n],
      [HOUR + 9, 3n],
    ] as const;
    await rows.know(
      K0 + 24,
      ...[standing('top', 'alpha'), standing('below', 'beta'), owns('e1', 'alpha', 'top', 'below', '3/4')],
      ...[linked('l7', 'alpha', 'or', 'top', 0), linked('l8', 'beta', 'ot', 'below', 0)],
    );
    await rows.post(40, K0 + 25, [
      ...use('or', here),
      ...use('ot', [[HOUR + 6, 100n]]).map((posting) => ({ ...posting, provider: 'beta' })),
    ]);
    const order = { order: 'o-1', provider: 'alpha', scope: { ...scope }, fromMs: BigInt((HOUR + 5) * HOUR_MS) };
    await rows.order(K0 + 26, { case: 'orderIssued', value: order });
    const [judged] = judgeUseAfterOrder({
      scope,
      vector: vectorOf([...here, [HOUR + 6, 100n]]),
      suspensions: [],
      orders: [{ provider: 'alpha', fromMs: (HOUR + 5) * HOUR_MS, toMs: Infinity, vector: vectorOf(here) }],
    });
    expect([judged!.moment.hour, judged!.totals!.upper]).toEqual([HOUR + 9, 4n]);
    const flag = await raise(judged!, K0 + 27);
    await rows.order(K0 + 28, { case: 'orderLifted', value: { order: 'o-1', provider: 'alpha', atMs: BigInt((HOUR + 6) * HOUR_MS) } });
    expect(await verdictOf(flag)).toEqual({ status: 200, type: 'SUSPENSIONS', verdict: { ok: true } });
  });

  it('an evaluation that is due', async () => {
    const { rows } = monitor;
    const scope = { kind: 'party', id: 'grown' } as const;
    const hours = [
      [HOUR, E22],
      [HOUR + 48, 5n * E22],
    ] as const;
    const first = { id: '0d0c1b2a-0000-4000-8000-000000000001', atMs: (HOUR + 24) * HOUR_MS };
    await rows.know(K0 + 30, standing('g', 'alpha'), resolved('g', 'alpha', 'grown'), linked('l6', 'alpha', 'gr', 'g', 0));
    await rows.post(5, K0 + 31, use('gr', hours));
    await rows.evaluated(K0 + 32, first.id, scope, first.atMs);
    const [judged] = judgeEvaluation({
      scope,
      vector: vectorOf(hours),
      rules: [ruleOf('evaluation-growth')],
      evaluations: [first],
      nowMs: K0 + 33,
    });
    const flag = await raise(judged!, K0 + 33);
    await rows.evaluated(K0 + 34, '0d0c1b2a-0000-4000-8000-000000000002', scope, (HOUR + 72) * HOUR_MS);
    expect(await verdictOf(flag)).toEqual({ status: 200, type: 'EVALUATIONS', verdict: { ok: true } });
  });

  it('a projection', async () => {
    const { rows } = monitor;
    const scope = { kind: 'account', provider: 'alpha', id: 'soon' } as const;
    const today = Math.floor(K0 / (24 * HOUR_MS)) * 24;
    const hours = [5, 4, 3, 2, 1].map((ago) => [today - 24 * ago, 10n ** 12n] as const);
    await rows.post(6, K0 + 41, use('soon', hours));
    const rule = ruleOf('eu-ai-act-51');
    const projection = project(vectorOf(hours), Math.floor((K0 + 42) / HOUR_MS), projectionTermsOf(rule));
    const judged = projectionStanding({ scope, rule }, { status: 'RAISED', raisedAtMs: K0 + 42, toldDay: projection.day! }, projection)!;
    const flag = await raise(judged, K0 + 42);
    await rows.post(
      7,
      K0 + 43,
      use('soon', [
        [today - 24, -(10n ** 12n)],
        [today, 5n],
      ]),
    );
    expect(await verdictOf(flag)).toEqual({ status: 200, type: 'PROJECTION', verdict: { ok: true } });
  });

  it('names the policy that all use was metered by', () =>
    // A second version has to be told by the batches: then the bundle must look there.
    expect(CURRENT_METERING_POLICY.version).toBe(1));
});
