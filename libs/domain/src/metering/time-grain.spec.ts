import fc from 'fast-check';
import { grainOf, slotOf, slotsOf, timeName } from './time-grain.js';

const hours = fc.integer({ min: 0, max: 24 * 366 * 200 });

describe('times by which totals are told apart', () => {
  it('are the calendar of UTC', () =>
    fc.assert(
      fc.property(hours, (hour) => {
        const iso = new Date(hour * 3_600_000).toISOString();
        expect(timeName('hour', slotOf('hour', hour), 'hour')).toBe(`${iso.slice(0, 13)}:00:00Z`);
        expect(timeName('hour', slotOf('hour', hour), 'month')).toBe(iso.slice(0, 7));
        expect(timeName('day', slotOf('day', hour), 'day')).toBe(iso.slice(0, 10));
        expect(timeName('month', slotOf('month', hour), 'month')).toBe(iso.slice(0, 7));
      }),
    ));

  it('are the same when many hours are asked for, in any order', () =>
    fc.assert(
      fc.property(fc.constantFrom('hour', 'day', 'month', 'none'), fc.array(hours), (grain, asked) => {
        expect(asked.map(slotsOf(grain))).toEqual(asked.map((hour) => slotOf(grain, hour)));
      }),
    ));

  it('are as fine as the finest that is asked for', () => {
    expect([['account'], ['month', 'account'], ['month', 'day'], ['day', 'hour', 'month']].map(grainOf)).toEqual([
      'none',
      'month',
      'day',
      'hour',
    ]);
  });
});
