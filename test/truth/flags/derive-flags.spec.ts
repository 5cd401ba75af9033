import { deriveFlags, knownAt } from './derive-flags.js';
import type { FlagFact, FlagStatement } from './flag-truth.model.js';
import { at, holds, link, rule, ruleOf, START_HOUR, sayStanding, unlink, use, world } from './hand-worked-flags.js';
import { rational } from './rational.js';

const NOW = at(24 * 120);
const standing = (facts: FlagFact[], nowMs = NOW): string[] =>
  deriveFlags(facts, nowMs)
    .standings.map(sayStanding)
    .filter((words) => !words.startsWith('cluster') && !words.startsWith('OVER'))
    .sort();
/** All that stand in one kind of scope. */
const of = (kind: string, ...statements: FlagStatement[]): string[] =>
  standing(world(rule(), ...statements)).filter((words) => words.startsWith(kind));

describe('the flags that stand, worked out by hand', () => {
  it('a late link in March moves the crossing to January', () => {
    // Customer x: 60 by account a in January, 60 by b in January and 90 in March; b is known to be x's only from a link that came late.
    const use60 = [use('a', 0, 60n), use('b', 10, 60n), use('b', 24 * 60, 90n)];
    const early = world(rule(), ...use60, link('a', 'x'), link('b', 'x', at(24 * 59)));
    expect(standing(early).filter((words) => words.startsWith('customer'))).toEqual(['customer x PROBABLE 1 @ 1440:26']);
    const late = world(rule(), ...use60, link('a', 'x'), link('b', 'x', at(0)));
    expect(standing(late).filter((words) => words.startsWith('customer'))).toEqual(['customer x PROBABLE 1 @ 10:40']);
  });

  it('a reversed link takes the crossing away, and as known before it was reversed it stands', () => {
    const facts = world(rule(), use('a', 0, 60n), use('b', 1, 60n), link('a', 'x'), link('b', 'x'), unlink('b', 'x', at(0)));
    expect(standing(facts)).toEqual([]);
    expect(standing(knownAt(facts, facts[4]!.knownAtMs))).toEqual(['customer x PROBABLE 1 @ 1:40', 'party x PROBABLE 1 @ 1:40']);
    expect(standing(knownAt(facts, facts[4]!.knownAtMs - 1))).toEqual([]);
  });

  it('a transfer leaves the earlier hours with the first', () => {
    const transfer = [link('a', 'x'), unlink('a', 'x', at(10)), link('a', 'y', at(10))];
    expect(of('customer', use('a', 9, 101n), use('a', 10, 101n), ...transfer)).toEqual([
      'customer x PROBABLE 1 @ 9:59',
      'customer y PROBABLE 1 @ 10:59',
    ]);
  });

  it('an hour belongs to whoever had the account at its start', () => {
    const half = 30 * 60_000;
    expect(of('customer', use('a', 10, 101n), link('a', 'x', at(10) + half))).toEqual([]);
    expect(of('customer', use('a', 11, 101n), link('a', 'x', at(10) + half))).toEqual(['customer x PROBABLE 1 @ 11:59']);
    expect(of('customer', use('a', 12, 101n), link('a', 'x', at(0), at(12) + half))).toEqual(['customer x PROBABLE 1 @ 12:59']);
    expect(of('customer', use('a', 12, 101n), link('a', 'x', at(0), at(12)))).toEqual([]);
  });

  it('parties that are one have one total, whatever was known when', () => {
    const two = [use('a', 0, 60n), use('b', 1, 60n), link('a', 'x'), link('b', 'y')];
    const same: FlagStatement[] = [
      { type: 'resolved', customer: 'x', provider: 'p', party: 'P' },
      { type: 'resolved', customer: 'y', provider: 'p', party: 'P' },
    ];
    expect(of('party', ...two)).toEqual([]);
    expect(of('party', ...two, ...same)).toEqual(['party P PROBABLE 1 @ 1:40']);
    expect(of('party', ...two, ...same, { type: 'resolved', customer: 'y', provider: 'p', party: 'y' })).toEqual([]);
  });

  it('a chain has a group of each that controls', () => {
    const chain = [holds('x', 'y', [51, 100]), holds('y', 'z', [51, 100])];
    const useOf = [use('b', 0, 60n), use('c', 1, 60n), link('b', 'y'), link('c', 'z')];
    expect(of('group', ...chain, ...useOf)).toEqual(['group control x PROBABLE 1 @ 1:40', 'group control y PROBABLE 1 @ 1:40']);
    expect(of('group', holds('x', 'y', [51, 100]), holds('y', 'z', [1, 2]), ...useOf)).toEqual([]);
  });

  it('a group has its members only while they are under it, and nothing while it has none', () => {
    const useOf = [use('a', 0, 60n), use('b', 5, 60n), use('a', 9, 60n), link('a', 'x'), link('b', 'y')];
    expect(of('group', holds('x', 'y', [51, 100], at(5)), ...useOf)).toEqual(['group control x PROBABLE 1 @ 9:40']);
    expect(of('group', holds('x', 'y', [51, 100], at(6)), ...useOf)).toEqual([]);
    expect(of('group', holds('x', 'y', [51, 100], at(0)), ...useOf)).toEqual(['group control x PROBABLE 1 @ 5:40']);
  });

  it('a control edge that ends lets go of the hours after it', () => {
    const edge = holds('x', 'y', 'BOARD');
    const end: FlagStatement = { type: 'controlEnded', edge: `x>y SHARES ${at(0)}`, atMs: at(5) };
    const useOf = [use('b', 4, 60n), use('b', 5, 60n), link('b', 'y')];
    expect(of('group', edge, ...useOf)).toEqual(['group control x PROBABLE 1 @ 5:40']);
    expect(of('group', edge, end, ...useOf)).toEqual([]);
  });

  it('corrected use lowers what was counted, in its own hour', () => {
    expect(of('account', use('a', 0, 90n), use('a', 3, 20n), use('a', 0, -10n))).toEqual([]);
    expect(of('account', use('a', 0, 90n), use('a', 3, 20n), use('a', 0, -9n))).toEqual(['account p a PROBABLE 1 @ 3:57']);
  });

  it('each tier has its column', () => {
    const tiers = rule({ tiers: ['POSSIBLE', 'PROBABLE', 'CERTAIN'] });
    expect(standing(world(tiers, use('a', 0, 60n, { lower: 30n }))).filter((words) => words.startsWith('account'))).toEqual([
      'account p a POSSIBLE 1 @ 0:50',
    ]);
    expect(standing(world(tiers, use('a', 0, 120n, { lower: 120n }))).filter((words) => words.startsWith('account'))).toEqual([
      'account p a CERTAIN 1 @ 0:50',
      'account p a POSSIBLE 1 @ 0:25',
      'account p a PROBABLE 1 @ 0:50',
    ]);
  });

  it('a rule that is in trial is judged beside the others', () => {
    const facts = world({ type: 'rule', rule: ruleOf(), state: 'TRIAL' }, use('a', 0, 101n));
    expect(deriveFlags(facts, NOW).standings).toEqual([]);
    expect(deriveFlags(facts, NOW).shadow.map(sayStanding)).toContain('account p a PROBABLE 1 @ 0:59');
    expect(deriveFlags([...facts, { type: 'rule', rule: ruleOf(), state: 'RETIRED', knownAtMs: NOW }], NOW).shadow).toEqual([]);
  });

  it('counts the worked examples of the EU guidelines', () => {
    // A100-hours x 3600 s x 300 TFLOP/s x 1/2; and 6 x parameters x tokens.
    const gpai: FlagStatement = rule({ id: 'eu', number: rational(10n ** 23n) });
    const crosses = (tflop: bigint) => standing(world(gpai, use('a', 0, tflop))).some((words) => words.startsWith('account'));
    expect(crosses((200_000n * 3_600n * 300n) / 2n)).toBe(true);
    expect(crosses((370_000n * 3_600n * 989n) / 2n)).toBe(true);
    const architecture = (millions: bigint, billions: bigint) => 6n * millions * billions * 1_000n;
    expect(architecture(3_800n, 3_300n)).toBe(75_240_000_000n);
    expect(crosses(architecture(3_800n, 3_300n))).toBe(false);
    for (const [parameters, tokens] of [
      [600n, 36_000n],
      [1_540n, 18_000n],
      [1_700n, 36_000n],
      [2_500n, 12_000n],
    ] as const)
      expect(crosses(architecture(parameters, tokens))).toBe(true);
  });

  describe('of what usage cannot show', () => {
    const text = rule({ conditions: [{ type: 'DECLARED_MODALITY', anyOf: ['TEXT'] }] });
    const declares = (modalities: string[], version = 1): FlagStatement => ({
      ...{ type: 'intentDeclared', customer: 'x', provider: 'p', version, trains: 'YES', modalities },
    });
    const facts = (...more: FlagStatement[]) => standing(world(text, use('a', 0, 101n), link('a', 'x'), ...more));
    it('stands only where a declaration says so', () => {
      expect(facts()).toEqual([]);
      expect(facts(declares(['AUDIO']))).toEqual([]);
      expect(facts(declares(['AUDIO', 'TEXT']))).toEqual([
        'account p a PROBABLE 1 @ 0:59',
        'customer x PROBABLE 1 @ 0:59',
        'party x PROBABLE 1 @ 0:59',
      ]);
      expect(facts(declares(['TEXT']), declares(['AUDIO'], 2))).toEqual([]);
    });
  });

  describe('of bands', () => {
    const bands = (level: 'IDENTIFIED' | 'ENHANCED', number: bigint): FlagStatement =>
      rule({ id: `band-${level}`, kind: 'BAND', level, number: rational(number * 10n ** 12n), comparison: 'AT_LEAST', tiers: [] });
    const facts = [bands('IDENTIFIED', 100n), bands('ENHANCED', 200n), use('a', 0, 100n)];
    const level = (reached: 'BASIC' | 'IDENTIFIED', over = {}): FlagStatement => ({
      ...{ type: 'standing', customer: 'x', provider: 'p', related: false, level: reached, status: 'ACTIVE', fromMs: at(0) },
      ...over,
    });
    const found = (...more: FlagStatement[]) => standing(world(...facts, ...more));

    it('an account without a link is asked for above the lowest', () => {
      expect(found()).toEqual(['UNLINKED_ABOVE_BAND account p a - 1 @ 0:59']);
      expect(found(use('a', 1, 500n))).toEqual(['UNLINKED_ABOVE_BAND account p a - 1 @ 0:59']);
    });

    it('a customer without the level is asked for it, and with it is not', () => {
      const three = ['account p a', 'customer x', 'party x'].map((scope) => `UNVERIFIED_ABOVE_BAND ${scope} - 1 @ 0:59`);
      expect(found(link('a', 'x'))).toEqual(three);
      expect(found(link('a', 'x'), level('BASIC'))).toEqual(three);
      expect(found(link('a', 'x'), level('IDENTIFIED'))).toEqual([]);
      expect(found(link('a', 'x'), level('IDENTIFIED', { levelValidUntilMs: NOW }))).toEqual(three);
      expect(found(link('a', 'x'), level('IDENTIFIED', { levelValidUntilMs: NOW + 1 }))).toEqual([]);
    });

    it('a party has the lowest level of its records that rent', () => {
      const one: FlagStatement[] = [link('a', 'x'), level('IDENTIFIED'), { type: 'resolved', customer: 'x', provider: 'p', party: 'P' }];
      const other = (over: object): FlagStatement[] => [
        level('BASIC', { customer: 'y', ...over }),
        { type: 'resolved', customer: 'y', provider: 'p', party: 'P' },
      ];
      expect(found(...one, ...other({}))).toEqual(['UNVERIFIED_ABOVE_BAND party P - 1 @ 0:59']);
      expect(found(...one, ...other({ related: true }))).toEqual([]);
      expect(found(...one, ...other({ status: 'CLOSED' }))).toEqual([]);
    });
  });

  describe('of orders and capacity', () => {
    const order = (status: 'ACTIVE' | 'SUSPENDED', hour: number): FlagStatement => ({
      ...{ type: 'standing', customer: 'x', provider: 'p', related: false, level: 'BASIC', status, fromMs: at(hour) },
    });
    it('use in an hour that starts after the order is a flag for each order', () => {
      const facts = world(
        ...[
          link('a', 'x'),
          order('SUSPENDED', 5),
          order('ACTIVE', 10),
          order('SUSPENDED', 20),
          order('ACTIVE', 21),
          order('SUSPENDED', 30),
        ],
        ...[4, 6, 7, 12, 40].map((hour) => use('a', hour, 1n)),
      );
      expect(standing(facts)).toEqual(['USE_AFTER_ORDER customer x - 1 @ 6:00', 'USE_AFTER_ORDER customer x - 2 @ 40:00']);
    });

    const cluster = (over = {}): FlagStatement => ({
      ...{ type: 'cluster', provider: 'p', cluster: 'c', accelerators: 2, interconnectGbps: 400, peakOpsPerSecond: 10n ** 15n },
      ...{ inServiceFromMs: at(0), ...over },
    });
    it('an episode of use beyond the registered capacity is one flag, after a day without another', () => {
      const much = (hour: number) => use('a', hour, 1n, { acceleratorMs: 7_200_001n });
      const facts = world(cluster(), ...[0, 3, 27, 52].map(much), use('a', 100, 1n, { acceleratorMs: 7_200_000n }));
      expect(deriveFlags(facts, NOW).standings.map(sayStanding)).toEqual([
        'OVER_CAPACITY cluster p c - 1 @ 0:00',
        'OVER_CAPACITY cluster p c - 2 @ 52:00',
      ]);
    });

    it('capacity is told from the registry alone, and an unknown interconnect makes it possible, not false', () => {
      const capacity = rule({ kind: 'CAPACITY', scopes: ['cluster'], number: rational(10n ** 15n), interconnectAboveGbps: 100, tiers: [] });
      const found = (over: object) => deriveFlags(world(capacity, cluster(over)), NOW).standings.map(sayStanding);
      expect(found({})).toEqual(['CAPACITY cluster p c CERTAIN 1 @ 0:00']);
      expect(found({ interconnectGbps: 0 })).toEqual(['CAPACITY cluster p c POSSIBLE 1 @ 0:00']);
      expect(found({ interconnectGbps: 100 })).toEqual([]);
      expect(found({ accelerators: 1 })).toEqual([]);
    });
  });

  it('has the hours of every scope', () => {
    const facts = world(use('a', 0, 60n), use('a', 0, -60n), use('b', 1, 5n), link('b', 'x'));
    const { totals } = deriveFlags(facts, NOW);
    expect(
      [...totals]
        .filter(([, hours]) => hours.size > 0)
        .map(([scope]) => scope)
        .sort(),
    ).toEqual([...['account p b', 'cluster p c', 'customer x', 'party x']]);
    expect(totals.get('customer x')).toEqual(new Map([[START_HOUR + 1, { lower: 0n, expected: 5n, upper: 10n }]]));
  });
});
