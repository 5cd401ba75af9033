import fc from 'fast-check';
import { fraction, toNumber } from '../control/fraction.js';
import { at, daysOf, msAt, vectorOf } from './judging.fixture.js';
import { type ProjectionTerms, project } from './projection.js';
import { type PlannedLoad, plannedStretches, reservationLoad } from './projection-loads.js';
import { dailyRate, medianOf } from './projection-rate.js';

const TERA = 10n ** 12n;
const terms = (tflop: bigint, own: Partial<ProjectionTerms> = {}): ProjectionTerms => ({
  number: { numerator: tflop * TERA, denominator: 1n },
  comparison: 'AT_LEAST',
  horizonDays: 30,
  ...own,
});
const plan = (from: string, to: string, tflop: bigint): PlannedLoad => ({
  kind: 'PLAN',
  fromMs: msAt(from),
  toMs: msAt(to),
  flop: fraction(tflop * TERA),
});

describe('medians', () => {
  it('of an odd number are the middle one, of an even number the mean of the two middle ones, exactly', () => {
    expect(medianOf([5n, 1n, 9n])).toEqual(fraction(5n));
    expect(medianOf([5n, 2n, 9n, 0n])).toEqual(fraction(7n, 2n));
  });
});

describe('the rate of a day', () => {
  const rate = (days: readonly (readonly [string, bigint])[], now: string) =>
    dailyRate(vectorOf(days.map(([day, tflop]) => [at(day) + 5, 0n, tflop, tflop + 1n] as const)), at(now));

  it('needs three complete days since the first use', () => {
    expect(rate([['2026-03-01', 9n]], '2026-03-03T23')).toBeUndefined();
    expect(rate([['2026-03-01', 9n]], '2026-03-04T00')).toMatchObject({ perDay: fraction(0n), days: 3 });
  });

  it('leaves days before the first use out and counts idle ones since as nothing', () => {
    const used = ['2026-03-01', '2026-03-03', '2026-03-04'].map((day) => [day, 10n] as const);
    expect(rate(used, '2026-03-05T00')!.perDay).toEqual(fraction(10n));
    expect(rate(used, '2026-03-07T00')!.perDay).toEqual(fraction(5n));
    expect(rate(used, '2026-03-08T00')!.perDay).toEqual(fraction(0n));
  });

  it('is the larger of the medians of 7 and of 28 days, and does not see the running day', () => {
    const rising = Array.from({ length: 31 }, (_, day) => [`2026-03-${String(day + 1).padStart(2, '0')}`, BigInt(day + 1)] as const);
    expect(rate(rising, '2026-03-31T12')).toEqual({ perDay: fraction(27n), basis: 'MEDIAN_7', days: 28 });
    const falling = rising.map(([day], index) => [day, BigInt(31 - index)] as const);
    expect(rate(falling, '2026-03-31T12')).toEqual({ perDay: fraction(31n, 2n), basis: 'MEDIAN_28', days: 28 });
  });
});

describe('a projected day', () => {
  // 240 TFLOP a day for ten days: 2,400 in all on the morning of the 11th.
  const vector = vectorOf(daysOf('2026-03-01', 10, 240n));
  const NOW = at('2026-03-11T00');
  const ahead = (number: bigint, own: Partial<ProjectionTerms> = {}, loads: PlannedLoad[] = []) =>
    project(vector, NOW, terms(number, own), loads).daysAhead;

  it('is the first whose rates reach the number; a number above which it must be, a day later', () => {
    expect(ahead(2_640n)).toBe(1);
    expect(ahead(2_641n)).toBe(2);
    expect(ahead(2_880n)).toBe(2);
    expect(ahead(2_880n, { comparison: 'GREATER' })).toBe(3);
    expect(project(vector, NOW, terms(2_880n)).day).toBe(NOW / 24 + 2);
  });

  it('is exact in thirds', () => {
    const number = { numerator: 8_641n * TERA, denominator: 3n };
    expect(ahead(0n, { number })).toBe(3);
    expect(ahead(0n, { number: { numerator: 8_640n * TERA, denominator: 3n } })).toBe(2);
  });

  it('is none below a 64th of the number', () => {
    expect(ahead(2_400n * 64n)).toBe(630);
    expect(ahead(2_400n * 64n + 1n)).toBeUndefined();
    expect(project(vector, NOW, terms(2_400n * 64n + 1n)).isWithinReach).toBe(false);
  });

  it('counts what was used before the full hour alone', () => {
    expect(project(vector, at('2026-03-10T12'), terms(99_999n)).total).toBe(2_280n);
    expect(project(vector, at('2026-03-10T12'), terms(2_520n)).daysAhead).toBe(1);
  });

  it('takes the larger of the rate and the plan of a day, and the rate where no plan stands', () => {
    expect(ahead(4_800n)).toBe(10);
    // From the 13th to the 14th, two days of 1,000 each.
    const twoDays = plan('2026-03-13', '2026-03-15', 2_000n);
    expect(ahead(4_800n, {}, [twoDays])).toBe(4);
    expect(ahead(4_640n, {}, [twoDays])).toBe(3);
    expect(ahead(4_900n, {}, [twoDays])).toBe(5);
    expect(ahead(4_800n, {}, [plan('2026-03-13', '2026-03-15', 100n)])).toBe(10);
  });

  it('counts of a plan that is running its even part of the days to come, and nothing of one that is over', () => {
    // Ten days of 1,000 of which the last three are to come.
    expect(ahead(2_400n + 3_000n, {}, [plan('2026-03-04', '2026-03-14T00:00', 10_000n)])).toBe(2 + Math.ceil((3_000 - 2_000) / 240));
    expect(plannedStretches([plan('2026-03-01', '2026-03-12', 10n)], NOW / 24).every(({ perDay }) => perDay.numerator === 0n)).toBe(true);
  });

  it('is the next one where the number was passed before, whether use goes on or not', () => {
    const idle = vectorOf([[at('2026-02-20'), 1_000n]]);
    expect(project(idle, NOW, terms(1_000n)).daysAhead).toBe(1);
    expect(project(idle, NOW, terms(1_000n, { comparison: 'GREATER' })).daysAhead).toBeUndefined();
    expect(project(idle, NOW, terms(999n, { comparison: 'GREATER' })).daysAhead).toBe(1);
    expect(ahead(2_000n)).toBe(1);
  });

  it('is there by plans alone when the rate has come to nothing', () => {
    const idle = vectorOf([[at('2026-02-20'), 1_000n]]);
    expect(project(idle, NOW, terms(2_000n)).daysAhead).toBeUndefined();
    expect(project(idle, NOW, terms(2_000n), [plan('2026-03-12', '2026-03-22', 2_000n)]).daysAhead).toBe(5);
  });

  it('is the smallest k, by counting day after day', () =>
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(0n, 60n), { minLength: 3, maxLength: 40 }),
        fc.bigInt(1n, 4_000n),
        fc.array(fc.tuple(fc.integer({ min: -5, max: 20 }), fc.integer({ min: 1, max: 15 }), fc.bigInt(1n, 500n)), { maxLength: 3 }),
        fc.constantFrom('GREATER' as const, 'AT_LEAST' as const),
        (days, number, plans, comparison) => {
          const first = NOW / 24 - days.length;
          const used = vectorOf(days.map((tflop, index) => [(first + index) * 24, 0n, tflop, tflop + 1n] as const));
          const dayMs = (day: number) => (NOW / 24 + day) * 86_400_000;
          const loads = plans.map(([from, length, tflop]) => ({
            kind: 'PLAN' as const,
            fromMs: dayMs(from),
            toMs: dayMs(from + length),
            flop: fraction(tflop * TERA),
          }));
          const { daysAhead, rate, total } = project(used, NOW, terms(number, { comparison }), loads);
          const passes = (sum: number) => (comparison === 'GREATER' ? sum > Number(number) : sum >= Number(number));
          let sum = Number(total);
          if (total * 64n < number) return expect(daysAhead).toBeUndefined();
          for (let day = 1; day <= 2_000; day += 1) {
            const planned = plans
              .filter(([from, length]) => from <= day && day < from + length)
              .map(([, length, tflop]) => Number(tflop) / length);
            sum += Math.max(
              toNumber(rate!.perDay),
              planned.reduce((a, b) => a + b, 0),
            );
            // Doubles cannot tell an equal sum from one a hair off: exact cases stand above.
            if (Math.abs(sum - Number(number)) < 1e-6) return undefined;
            if (passes(sum)) return expect(daysAhead).toBe(day);
          }
          return expect(daysAhead === undefined || daysAhead > 2_000).toBe(true);
        },
      ),
      { numRuns: 300 },
    ));
});

describe('a projected day of a window', () => {
  it('knows that use leaves the window', () => {
    const vector = vectorOf(daysOf('2026-01-01', 60, 240n));
    const now = at('2026-03-02T00');
    const days = (tflop: bigint) => project(vector, now, terms(tflop, { windowDays: 30 })).daysAhead;
    // Today is not counted, so on the k-th day 29 days of use are in the window.
    expect(days(29n * 240n)).toBe(1);
    expect(days(30n * 240n + 1n)).toBeUndefined();
  });

  it('is the smallest k, by counting what is in the window on each day', () =>
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(0n, 60n), { minLength: 3, maxLength: 50 }),
        fc.bigInt(1n, 1_500n),
        fc.integer({ min: 1, max: 20 }),
        (days, number, windowDays) => {
          const now = at('2026-03-11T07');
          const today = Math.floor(now / 24);
          const used = vectorOf(days.map((tflop, index) => [(today - days.length + index) * 24 + 9, 0n, tflop, tflop + 1n] as const));
          const { daysAhead, rate, isWithinReach } = project(used, now, terms(number, { windowDays, horizonDays: 20 }));
          // The days as twice their totals, since a median may end in a half.
          const double = [...days.map((tflop) => Number(tflop) * 2), 0];
          for (let day = 1; day <= 41; day += 1) {
            double.push((Number(rate!.perDay.numerator) * 2) / Number(rate!.perDay.denominator));
            const total = double.slice(-windowDays).reduce((a, b) => a + b, 0);
            if (isWithinReach && total >= Number(number) * 2) return expect(daysAhead).toBe(day);
          }
          return expect(daysAhead).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    ));

  it('is that of all time while nothing leaves', () => {
    const vector = vectorOf(daysOf('2026-03-01', 5, 240n));
    const now = at('2026-03-06T00');
    for (const tflop of [1_300n, 1_440n, 3_000n, 5_000n])
      expect(project(vector, now, terms(tflop, { windowDays: 90 })).daysAhead).toBe(project(vector, now, terms(tflop)).daysAhead);
  });
});

it('a reservation is its accelerators at the prior utilisation of their peak', () => {
  // 1,000 x 86,400 s x 1e15 op/s x 0.35 = 3.024e22 FLOP.
  const load = reservationLoad({ fromMs: 0, toMs: 86_400_000, accelerators: 1_000, peakGflops: 1_000_000, priorPpm: 350_000 });
  expect(load.flop).toEqual(fraction(3_024n * 10n ** 19n));
});
