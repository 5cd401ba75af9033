import fc from 'fast-check';
import { byDay, byHour, byMonth, sumsBy } from './calendar-sums.js';
import { HourSums } from './hour-sums.js';
import { totalsOf } from './hour-vector.js';

const hourOf = (instant: string): number => Date.parse(instant) / 3_600_000;
const use = (hour: number) => ({ hour, lower: 1n, expected: 2n, upper: 4n });
const vector = HourSums.of(
  ['2024-02-28T23:00Z', '2024-02-29T00:00Z', '2024-02-29T23:00Z', '2024-03-01T00:00Z', '2025-01-01T05:00Z'].map((one) => use(hourOf(one))),
);
const shown = (sums: ReturnType<typeof sumsBy>) =>
  sums.map(({ fromHour, expected }) => `${new Date(fromHour * 3_600_000).toISOString().slice(0, 13)} ${expected}`);

describe('sums by period', () => {
  it('are of UTC days, months and hours with any use', () => {
    expect(shown(sumsBy(byDay, vector))).toEqual(['2024-02-28T00 2', '2024-02-29T00 4', '2024-03-01T00 2', '2025-01-01T00 2']);
    expect(shown(sumsBy(byMonth, vector))).toEqual(['2024-02-01T00 6', '2024-03-01T00 2', '2025-01-01T00 2']);
    expect(shown(sumsBy(byHour, vector))).toHaveLength(5);
    expect(sumsBy(byMonth, vector)[0]).toMatchObject({ fromHour: hourOf('2024-02-01'), toHour: hourOf('2024-03-01') });
  });

  it('hold at the edges what lies inside', () => {
    expect(shown(sumsBy(byMonth, vector, hourOf('2024-02-29'), hourOf('2024-02-29T23:00Z')))).toEqual(['2024-02-01T00 2']);
    expect(sumsBy(byDay, vector, hourOf('2024-04-01'), hourOf('2024-12-01'))).toEqual([]);
  });

  it('add up to the whole', () => {
    const hours = fc.uniqueArray(fc.integer({ min: -3_000, max: 3_000 }), { maxLength: 50 });
    const edge = fc.integer({ min: -3_000, max: 3_000 });
    fc.assert(
      fc.property(hours, edge, edge, fc.constantFrom(byHour, byDay, byMonth), (list, from, to, periods) => {
        const some = HourSums.of(list.map(use));
        const sums = sumsBy(periods, some, from, to);
        expect(sums.reduce((sum, { upper }) => sum + upper, 0n)).toBe(totalsOf(some, from, to).upper);
        for (const { fromHour, toHour, upper } of sums)
          expect(upper).toBe(totalsOf(some, Math.max(from, fromHour), Math.min(to, toHour)).upper);
      }),
    );
  });
});
