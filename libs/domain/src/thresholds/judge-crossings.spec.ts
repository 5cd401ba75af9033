import fc from 'fast-check';
import type { ConditionAnswer } from '../attribution/declarations.js';
import { architectureFlop } from '../metering/architecture-estimate.js';
import { meterSlot } from '../metering/meter-slot.js';
import { METERING_POLICY_V1 } from '../metering/metering-policy.js';
import { slotOf } from '../metering/metering-records.fixture.js';
import { PUBLISHED_RULEBOOK } from '../rulebook/published-rulebook.js';
import type { Condition, Rule } from '../rulebook/rule.js';
import { grade } from '../usage/record-columns.js';
import { canCross, levelsOf, levelsPassed } from './crossing-levels.js';
import { HourSums } from './hour-sums.js';
import { type HourVector, totalsOf } from './hour-vector.js';
import { COLUMN_OF_TIER, CROSSING_TIERS, judgeCrossings, termsOf } from './judge-crossings.js';
import { scanCrossings } from './scan-crossings.js';
import type { Scope } from './scope.js';

const HOUR = 3_600_000;
const TERA = 10n ** 12n;
const CUSTOMER: Scope = { kind: 'customer', id: 'c1' };
const trainingRule = (change: Partial<Rule> = {}): Rule => ({
  id: 'rule',
  version: 1,
  kind: 'TRAINING',
  title: 'A rule',
  regime: 'A regime',
  jurisdiction: '-',
  citation: 'A text',
  statuses: [],
  scopes: ['cluster', 'account', 'customer', 'party', 'group'],
  tiers: ['POSSIBLE', 'PROBABLE', 'CERTAIN', 'PROJECTED'],
  number: { numerator: 10n ** 23n, denominator: 1n, printed: '1e23' },
  comparison: 'GREATER',
  window: 'ALL_TIME',
  controlRule: 'control',
  conditions: [],
  counts: '',
  duty: '',
  clocks: [],
  method: '',
  verified: true,
  note: '',
  ...change,
});
const of = (tflop: bigint) => ({ numerator: tflop * TERA, denominator: 1n, printed: '' });
const vectorOf = (...hourly: readonly (readonly [lower: bigint, expected: bigint, upper: bigint])[]): HourVector =>
  HourSums.of(hourly.map(([lower, expected, upper], hour) => ({ hour, lower, expected, upper })));
const judge = (vector: HourVector, rules: readonly Rule[], answer: ConditionAnswer = 'YES', scope: Scope = CUSTOMER, provider?: string) =>
  judgeCrossings(scope, vector, rules, { conditionOf: () => answer, provider });
const shown = ({ standings }: ReturnType<typeof judge>) =>
  standings.map(({ rule, tier, moment }) => `${rule} ${tier} ${moment.hour}:${moment.minute}`);

describe('judging a scope', () => {
  const vector = vectorOf([0n, 10n, 40n], [5n, 10n, 40n], [5n, 10n, 40n]);

  it('finds each tier of each rule in its own column, with all three totals', () => {
    const rules = [trainingRule({ id: 'low', number: of(9n) }), trainingRule({ id: 'high', number: of(60n) })];
    expect(shown(judge(vector, rules))).toEqual(['low POSSIBLE 0:13', 'low PROBABLE 0:54', 'low CERTAIN 2:48', 'high POSSIBLE 1:30']);
    expect(judge(vector, rules).standings[3]).toEqual({
      kind: 'CROSSING',
      rule: 'high',
      ruleVersion: 1,
      scope: CUSTOMER,
      tier: 'POSSIBLE',
      n: 1,
      moment: { hour: 1, minute: 30 },
      atEntryIntoForce: false,
      totals: { lower: 5n, expected: 20n, upper: 80n },
      detail: {},
    });
  });

  it('raises the tiers of the rule alone', () => {
    expect(shown(judge(vector, [trainingRule({ number: of(9n), tiers: ['CERTAIN', 'PROJECTED'] })]))).toEqual(['rule CERTAIN 2:48']);
  });

  it('passes over rules of other kinds and scopes, other ways of control, and policies of other providers', () => {
    const number = of(1n);
    const account: Scope = { kind: 'account', provider: 'north', id: 'a' };
    const group: Scope = { kind: 'group', id: 'p', controlRule: 'ownership-25' };
    const seen = (rule: Partial<Rule>, scope: Scope, provider?: string) =>
      judge(vector, [trainingRule({ number, ...rule })], 'YES', scope, provider).standings.length;
    expect(seen({}, account)).toBe(3);
    expect(seen({ kind: 'BAND' }, account)).toBe(0);
    expect(seen({ scopes: ['group'] }, account)).toBe(0);
    expect(seen({}, group)).toBe(0);
    expect(seen({ controlRule: 'ownership-25' }, group)).toBe(3);
    expect(seen({ provider: 'north' }, account)).toBe(3);
    expect(seen({ provider: 'south' }, account)).toBe(0);
    expect(seen({ provider: 'south' }, account, 'south')).toBe(0);
    expect(seen({ provider: 'north' }, CUSTOMER, 'north')).toBe(3);
    expect(seen({ provider: 'north' }, CUSTOMER)).toBe(0);
    expect(seen({ provider: 'north' }, { kind: 'party', id: 'p' })).toBe(0);
  });

  it('reads a date as 00:00 UTC and refuses what is none', () => {
    expect(termsOf(trainingRule({ effectiveFrom: '1970-01-03', effectiveTo: '1970-01-04', window: 30 }))).toMatchObject({
      windowHours: 720,
      fromMs: 48 * HOUR,
      toMs: 72 * HOUR,
    });
    expect(() => termsOf(trainingRule({ effectiveFrom: '2026-02-30T10:30:00Z' }))).toThrow('no date');
    expect(() => termsOf(trainingRule({ number: undefined }))).toThrow('no number');
  });
});

describe('conditions that usage cannot show', () => {
  const vector = vectorOf([0n, 10n, 40n]);
  const condition = (subject: string): Condition => ({ type: 'ATTESTED', subject, words: `it is ${subject}` });
  const rule = trainingRule({ number: of(9n), conditions: [condition('A'), condition('B')] });
  const withAnswers = (answers: Record<string, ConditionAnswer>) =>
    judgeCrossings(CUSTOMER, vector, [rule], { conditionOf: (one) => answers[one.type === 'ATTESTED' ? one.subject : '']! });

  it('judge only where all hold', () => {
    expect(shown(withAnswers({ A: 'YES', B: 'YES' }))).toEqual(['rule POSSIBLE 0:13', 'rule PROBABLE 0:54']);
  });

  it('are not evaluable where nobody said, which names what is missing and what has passed', () => {
    expect(withAnswers({ A: 'YES', B: 'UNKNOWN' })).toEqual({
      standings: [],
      notEvaluable: [{ rule: 'rule', ruleVersion: 1, missing: ['it is B'], passed: ['POSSIBLE', 'PROBABLE'] }],
    });
  });

  it('do not hold where one is denied, whatever is unknown of the others', () => {
    expect(withAnswers({ A: 'NO', B: 'UNKNOWN' })).toEqual({ standings: [], notEvaluable: [] });
  });
});

describe('the EU worked examples, by the published rulebook', () => {
  const guidelines = PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'eu-gpai-guidelines')!;
  /** As many accelerators as it takes to use the hours in 100 hours. */
  const metered = (acceleratorHours: number, gigaflops: number): HourVector => {
    const slot = meterSlot(METERING_POLICY_V1, { BF16: gigaflops }, slotOf(grade(4, 3, 2, 1, 0), 500_000, (acceleratorHours / 100) * HOUR));
    return HourSums.of(Array.from({ length: 100 }, (_, hour) => ({ hour, ...slot })));
  };

  it('200,000 A100-hours are 1.08e23: 1e23 is passed in hour 92 of 100', () => {
    const vector = metered(200_000, 300_000);
    expect(totalsOf(vector).expected * TERA).toBe(108n * 10n ** 21n);
    expect(shown(judge(vector, [guidelines]))).toEqual(['eu-gpai-guidelines POSSIBLE 84:10', 'eu-gpai-guidelines PROBABLE 92:35']);
  });

  it('370,000 H100-hours are 6.59e23: 1e23 is passed, provably too', () => {
    expect(shown(judge(metered(370_000, 989_000), [guidelines]))).toEqual([
      'eu-gpai-guidelines POSSIBLE 13:48',
      'eu-gpai-guidelines PROBABLE 15:10',
      'eu-gpai-guidelines CERTAIN 16:52',
    ]);
  });

  it.each([
    ['3.8e9 x 3.3e12', 3_800_000_000n, 3_300_000_000_000n, []],
    ['0.6e9 x 36e12', 600_000_000n, 36_000_000_000_000n, ['eu-gpai-guidelines PROBABLE 77:9']],
    ['1.54e9 x 18e12', 1_540_000_000n, 18_000_000_000_000n, ['eu-gpai-guidelines PROBABLE 60:7']],
    ['1.7e9 x 36e12', 1_700_000_000n, 36_000_000_000_000n, ['eu-gpai-guidelines PROBABLE 27:13']],
    ['2.5e9 x 12e12', 2_500_000_000n, 12_000_000_000_000n, ['eu-gpai-guidelines PROBABLE 55:33']],
  ])('by architecture, 6 x %s spread over 100 hours', (_, parameters, tokens, crossed) => {
    const hourly = architectureFlop(parameters, tokens) / 100n / TERA;
    expect(hourly * 100n * TERA).toBe(architectureFlop(parameters, tokens));
    const vector = HourSums.of(Array.from({ length: 100 }, (_, hour) => ({ hour, lower: 0n, expected: hourly, upper: hourly })));
    expect(shown(judge(vector, [guidelines])).filter((one) => one.includes('PROBABLE'))).toEqual(crossed);
  });

  it('raise nothing while nobody declared what the model generates', () => {
    const { standings, notEvaluable } = judge(metered(200_000, 300_000), [guidelines], 'UNKNOWN');
    expect(standings).toEqual([]);
    expect(notEvaluable).toMatchObject([{ missing: guidelines.conditions.map(({ words }) => words), passed: ['POSSIBLE', 'PROBABLE'] }]);
  });

  it('exactly 1e23 has not passed ">" and has passed ">="', () => {
    const exact = vectorOf([10n ** 11n, 10n ** 11n, 10n ** 11n]);
    expect(shown(judge(exact, [guidelines]))).toEqual([]);
    expect(shown(judge(exact, [{ ...guidelines, comparison: 'AT_LEAST' }]))).toHaveLength(3);
  });

  it('one run of 4e25 in a day passes every number below it, each in force since its date', () => {
    const day = Date.UTC(2026, 1, 1) / HOUR;
    const vector = HourSums.of(
      Array.from({ length: 24 }, (_, i) => ({
        hour: day + i,
        lower: 0n,
        expected: (4n * 10n ** 13n) / 24n,
        upper: (4n * 10n ** 13n) / 24n,
      })),
    );
    const probable = judge(vector, PUBLISHED_RULEBOOK.rules).standings.filter(({ tier }) => tier === 'PROBABLE');
    const wanted = PUBLISHED_RULEBOOK.rules.filter(
      ({ kind, number, effectiveTo }) =>
        kind === 'TRAINING' && number!.numerator < 39n * 10n ** 24n * number!.denominator && effectiveTo === undefined,
    );
    expect(probable.map(({ rule }) => rule)).toEqual(wanted.map(({ id }) => id));
    expect(wanted.length).toBeGreaterThan(5);
    expect(probable.every(({ atEntryIntoForce, moment }) => atEntryIntoForce || (moment.hour >= day && moment.hour < day + 24))).toBe(true);
  });
});

const cell = fc.bigInt(0n, 9n);
const hourly = fc.array(fc.tuple(fc.integer({ min: 0, max: 2_000 }), fc.tuple(cell, cell, cell)), { maxLength: 20 });
const date = fc.option(
  fc.integer({ min: 1, max: 28 }).map((day) => `1970-01-${String(day).padStart(2, '0')}`),
  { nil: undefined },
);
const anyRules = fc
  .array(
    fc.record({
      kind: fc.constantFrom('TRAINING' as const, 'TRAINING' as const, 'BAND' as const),
      number: fc.bigInt(1n, 60n).map(of),
      comparison: fc.constantFrom('GREATER' as const, 'AT_LEAST' as const),
      window: fc.constantFrom('ALL_TIME' as const, 'ALL_TIME' as const, 30 as const),
      tiers: fc.uniqueArray(fc.constantFrom(...CROSSING_TIERS), { minLength: 1 }),
      effectiveFrom: date,
      effectiveTo: date,
    }),
    { maxLength: 6 },
  )
  .map((rules) => rules.map((rule, i) => trainingRule({ ...rule, id: `rule-${i}` } as Partial<Rule>)));
const vectorFrom = (list: readonly (readonly [number, readonly [bigint, bigint, bigint]])[]) =>
  HourSums.of(list.map(([hour, [lower, expected, upper]]) => ({ hour, lower, expected, upper })));

describe('every judgement', () => {
  it('is what each rule and tier finds when scanned alone', () => {
    fc.assert(
      fc.property(hourly, anyRules, (list, rules) => {
        const vector = vectorFrom(list);
        const alone = rules
          .filter(({ kind }) => kind === 'TRAINING')
          .flatMap((rule) =>
            CROSSING_TIERS.filter((tier) => rule.tiers.includes(tier)).flatMap((tier) =>
              scanCrossings(vector, COLUMN_OF_TIER[tier], termsOf(rule)).map((crossing) => ({ rule: rule.id, tier, ...crossing })),
            ),
          );
        const judged = judge(vector, rules).standings;
        expect(
          judged.map(({ rule, tier, n, moment, atEntryIntoForce, totals }) => ({ rule, tier, n, moment, atEntryIntoForce, totals })),
        ).toEqual(alone);
      }),
    );
  });

  it('is the same after a change that cannot cross', () => {
    const seen = { same: 0, other: 0 };
    fc.assert(
      fc.property(hourly, hourly, anyRules, fc.boolean(), (list, more, rules, later) => {
        const before = vectorFrom(list);
        const shift = later && before.length > 0 ? before.hours[before.length - 1]! : 0;
        const change = vectorFrom(more.slice(0, 2).map(([hour, amounts]) => [hour + shift, amounts] as const));
        if (change.length === 0) return;
        const after = HourSums.copyOf(before);
        after.addVector(change);
        for (const [from, to] of [
          [before, after],
          [after, before],
        ] as const) {
          const standings = judge(from, rules).standings;
          const changed = {
            before: totalsOf(from),
            after: totalsOf(to),
            firstChangedHour: change.hours[0]!,
            latestMomentHour: standings.length > 0 ? Math.max(...standings.map(({ moment }) => moment.hour)) : undefined,
          };
          if (canCross(levelsOf(rules), changed)) seen.other++;
          else {
            expect(judge(to, rules).standings).toEqual(standings);
            seen.same++;
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.same, seen.other)).toBeGreaterThan(50);
  });
});

describe('levels', () => {
  it('are sorted, once each, by the columns of the tiers; bands on expected', () => {
    const levels = levelsOf([
      trainingRule({ number: of(7n), comparison: 'AT_LEAST' }),
      trainingRule({ number: of(3n), comparison: 'AT_LEAST', tiers: ['POSSIBLE'] }),
      trainingRule({ number: of(6n) }),
      trainingRule({ kind: 'BAND', number: of(5n), comparison: 'AT_LEAST', tiers: [] }),
      trainingRule({ kind: 'CAPACITY', number: of(1n) }),
      trainingRule({ number: of(2n), window: 90 }),
    ]);
    expect(levels.allTime).toEqual({ lower: [7n], expected: [5n, 7n], upper: [3n, 7n] });
    expect(levels.lowestOfWindows).toEqual({ lower: 3n, expected: 3n, upper: 3n });
  });

  it('are counted over (from, to]', () => {
    expect([levelsPassed([3n, 7n], 3n, 7n), levelsPassed([3n, 7n], 2n, 7n), levelsPassed([3n, 7n], 7n, 9n)]).toEqual([1, 2, 0]);
  });
});
