import fc from 'fast-check';
import { ALL_HOURS, complementOf, firstDifference, type Hours, hasHour, hourFrom, intersectionOf, intervalsOf, unionOf } from './hours.js';

const SOME = Array.from({ length: 14 }, (_, hour) => hour - 1);
/** As a set of the hours 0 to 11, and as edges. */
const anyHours = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }).map((isIn): Hours => {
  const edges: number[] = [];
  for (const [hour, is] of isIn.entries()) if (is !== (edges.length % 2 === 1)) edges.push(hour);
  return edges.length % 2 === 1 ? [...edges, 12] : edges;
});
const listed = (hours: Hours): number[] => SOME.filter((hour) => hasHour(hours, hour));

describe('hours', () => {
  it('begin with the first full one', () => {
    expect([0, 1, 3_599_999, 3_600_000, 3_600_001, -1].map(hourFrom)).toEqual([0, 1, 1, 1, 2, 0]);
    expect(hourFrom(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  it('are united, cut and turned round as sets are', () =>
    fc.assert(
      fc.property(fc.array(anyHours, { maxLength: 4 }), anyHours, anyHours, (sets, one, other) => {
        expect(listed(unionOf(sets))).toEqual(SOME.filter((hour) => sets.some((set) => hasHour(set, hour))));
        expect(listed(intersectionOf(one, other))).toEqual(SOME.filter((hour) => hasHour(one, hour) && hasHour(other, hour)));
        expect(listed(complementOf(one))).toEqual(SOME.filter((hour) => !hasHour(one, hour)));
        expect(complementOf(complementOf(one))).toEqual(one);
        const differing = SOME.find((hour) => hasHour(one, hour) !== hasHour(other, hour));
        expect(firstDifference(one, other)).toBe(differing ?? Number.POSITIVE_INFINITY);
      }),
    ));

  it('are written one way only', () =>
    fc.assert(
      fc.property(fc.array(anyHours, { maxLength: 4 }), (sets) => {
        for (const hours of [unionOf(sets), sets.reduce(intersectionOf, ALL_HOURS)]) {
          for (const [index, [from, to]] of intervalsOf(hours).entries()) {
            expect(from).toBeLessThan(to);
            if (index > 0) expect(hours[index * 2 - 1]).toBeLessThan(from);
          }
          expect(unionOf([hours, hours])).toEqual(hours);
        }
      }),
    ));
});
