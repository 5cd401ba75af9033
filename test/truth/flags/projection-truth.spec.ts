import type { HoursTruth } from './flag-truth.model.js';
import { ruleOf } from './hand-worked-flags.js';
import { type CourseTruth, courseAfter, median, projectionOf } from './projection-truth.js';
import { rational } from './rational.js';

const TERA = 10n ** 12n;
const DAY_MS = 24 * 3_600_000;
/** Expected TFLOP at noon of each day, from day 100 on. */
const days = (...amounts: bigint[]): HoursTruth =>
  new Map(
    amounts
      .map((expected, i) => [(100 + i) * 24 + 12, { lower: 0n, expected, upper: expected }] as const)
      .filter(([, { upper }]) => upper > 0n),
  );
/** More than 100 TFLOP, foretold five days ahead. */
const rule = ruleOf({ tiers: ['PROBABLE', 'PROJECTED'], horizonDays: 5 });
const ahead = (hours: HoursTruth, hour: number, plans: Parameters<typeof projectionOf>[3] = [], over = {}) =>
  projectionOf(hours, { ...rule, ...over }, hour, plans);

describe('a projection, worked out by hand', () => {
  const today = 104 * 24 + 6;

  it('goes on at the median of the complete days', () => {
    // 10, 12, 14, 20: 56 so far, median 13; 56 + 3 x 13 = 95, 56 + 4 x 13 = 108.
    expect(ahead(days(10n, 12n, 14n, 20n), today)).toEqual({ hour: today, isFounded: true, daysAhead: 4 });
  });

  it('counts idle days since the first use as nothing', () => {
    // 0 and 30, 30 and today: the days are 30, 0, 30: median 30. Four days of 30, 0, 0, 30: median 15.
    expect(ahead(days(0n, 30n, 0n, 30n), today).daysAhead).toBe(2);
    expect(ahead(days(30n, 0n, 0n, 30n), today).daysAhead).toBe(3);
  });

  it('needs three days, a 64th of the number and use in the last seven', () => {
    expect(ahead(days(0n, 0n, 20n, 20n), today).isFounded).toBe(false);
    expect(ahead(days(0n, 1n, 0n, 0n), today).isFounded).toBe(false);
    // 64 x 1 is less than 100; 64 x 2 is 128 exactly.
    expect(ahead(days(1n, 1n, 0n, 0n), today, [], { number: rational(128n * TERA) }).isFounded).toBe(true);
    expect(ahead(days(20n, 20n, 20n), 111 * 24).isFounded).toBe(false);
    expect(ahead(days(20n, 20n, 20n), 109 * 24).isFounded).toBe(true);
  });

  it('does not count the hours that are running or to come', () => {
    const hours = days(10n, 10n, 10n, 10n, 50n);
    expect(ahead(hours, today).daysAhead).toBe(7);
    expect(ahead(hours, 104 * 24 + 13).daysAhead).toBe(2);
  });

  it('one day more where the number must be exceeded', () => {
    const hours = days(20n, 20n, 20n);
    expect(ahead(hours, 103 * 24).daysAhead).toBe(3);
    expect(ahead(hours, 103 * 24, [], { comparison: 'AT_LEAST' }).daysAhead).toBe(2);
  });

  it('takes the larger of the rate and what is planned, day by day', () => {
    // Planned: 60 over the three days 105 to 107, so 20 a day beside a rate of 10: 40 + 20 + 20 + 20 = 100, and one of 10.
    const plan = { flop: 60n * TERA, fromMs: 105 * DAY_MS, toMs: 108 * DAY_MS };
    expect(ahead(days(10n, 10n, 10n, 10n), today, [plan]).daysAhead).toBe(4);
    expect(ahead(days(10n, 10n, 10n, 10n), today).daysAhead).toBe(7);
    // Spread over the days that are over, too: of 60 over 101 to 106, 10 a day is no more than the rate.
    expect(ahead(days(10n, 10n, 10n, 10n), today, [{ flop: 60n * TERA, fromMs: 101 * DAY_MS, toMs: 107 * DAY_MS }]).daysAhead).toBe(7);
  });

  it('has the mean of the two middle ones for an even number', () => {
    expect(median([4n, 1n, 3n, 2n])).toEqual(rational(5, 2));
    expect(median([9n, 1n, 2n])).toEqual(rational(2));
  });
});

describe('the course of a projection, worked out by hand', () => {
  const at = (day: number, daysAhead: number | undefined, course?: CourseTruth, isFounded = true) =>
    courseAfter(course, { hour: day * 24, isFounded, ...(daysAhead === undefined ? {} : { daysAhead }) }, rule, false, day * DAY_MS);

  it('begins within the horizon', () => {
    expect(at(100, 6)).toBeUndefined();
    expect(at(100, 5)).toEqual({ raisedAtMs: 100 * DAY_MS, toldDay: 105, beyondDays: [] });
  });

  it('ends when it lay beyond twice the horizon for three days running', () => {
    const raised = at(100, 5)!;
    const [first, second] = [at(101, 11, raised)!, at(102, undefined, at(101, 11, raised))!];
    expect([first.beyondDays, second.beyondDays]).toEqual([[101], [101, 102]]);
    expect(at(103, 11, second)).toBeUndefined();
    expect(at(104, 11, second)?.beyondDays).toEqual([101, 102, 104]);
    expect(at(103, 10, second)?.beyondDays).toEqual([]);
  });

  it('ends with its foundation, and with the crossing', () => {
    const raised = at(100, 5)!;
    expect(at(101, 5, raised, false)).toBeUndefined();
    expect(courseAfter(raised, { hour: 2_424, isFounded: true, daysAhead: 5 }, rule, true, 0)).toBeUndefined();
  });

  it('is told anew when it moved by more than two days and more than a tenth', () => {
    const raised = at(100, 5)!;
    expect(at(101, 6, raised)?.toldDay).toBe(105);
    expect(at(101, 7, raised)?.toldDay).toBe(108);
  });
});
