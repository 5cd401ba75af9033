import { HourSums, type Rule } from '@tidemark/domain';
import { NUMBERS, numbersOf } from './number-flags.js';
import { foretoldBy } from './projected.js';

const RULE = NUMBERS.find(({ printed }) => printed === '1e23')!;
const DAY_HOURS = 24;
/** A Monday of 2027. */
const START = Date.UTC(2027, 0, 4) / 3_600_000;

/** So much of all three totals in every hour of so many days, TFLOP a day. */
const steady = (days: number, perDay: bigint, from = START): HourSums =>
  HourSums.of(
    Array.from({ length: days * DAY_HOURS }, (_, at) => ({ hour: from + at, lower: 0n, expected: perDay / 24n, upper: perDay / 24n })),
  );

describe('projections over a past', () => {
  it('are raised a horizon ahead, to the hour, and confirmed with the lead time', () => {
    // 2.4e21 a day: 1e23 is passed on the 42nd.
    const vector = steady(50, 24n * 10n ** 8n);
    const [foretold, ...more] = foretoldBy(vector, RULE.rule);
    expect(more).toEqual([]);
    expect(foretold!.end).toMatchObject({ type: 'CONFIRMED' });
    const leadDays = (foretold!.end as { leadTimeMs: number }).leadTimeMs / 86_400_000;
    expect(leadDays).toBeGreaterThan(29);
    expect(leadDays).toBeLessThanOrEqual(31);
  });

  it('are withdrawn when use stops', () => {
    const vector = steady(35, 24n * 10n ** 8n);
    expect(foretoldBy(vector, RULE.rule)).toMatchObject([{ end: { type: 'WITHDRAWN', reason: 'USE_STOPPED' } }]);
  });

  it('end when the number is passed, whenever the rule takes effect', () => {
    const vector = steady(60, 24n * 10n ** 8n, Date.UTC(2021, 0, 4) / 3_600_000);
    expect(RULE.rule.effectiveFrom).toBe('2025-01-02');
    expect(foretoldBy(vector, RULE.rule)).toMatchObject([{ end: { type: 'CONFIRMED' } }]);
  });

  it('are none below a 64th of the number', () => expect(foretoldBy(steady(10, 24n * 6n * 10n ** 6n), RULE.rule)).toEqual([]));
});

describe('the numbers that usage alone decides', () => {
  it('are those of the rulebook without a condition, rising', () => {
    expect(NUMBERS.map(({ printed }) => printed)).toEqual(['1e23', '1e25', '1e26']);
    for (const { rules } of NUMBERS) for (const { conditions } of rules) expect(conditions).toEqual([]);
  });

  it('leave out thirds and rules with conditions', () => {
    const [rule] = RULE.rules as [Rule];
    const conditional = { ...rule, conditions: [{ type: 'ATTESTED' as const, subject: 'X', words: 'x' }] };
    expect(numbersOf([conditional, { ...rule, number: { numerator: 1n, denominator: 3n, printed: '1/3' } }])).toEqual([]);
  });
});
