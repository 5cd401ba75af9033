import { crossingsOf, type Terms } from './crossing-truth.js';
import type { HoursTruth } from './flag-truth.model.js';
import { rational } from './rational.js';

const TERA = 10n ** 12n;
const DAY = 24 * 3_600_000;
const above = (tflop: bigint | [bigint, bigint], over: Partial<Terms> = {}): Terms => ({
  number: Array.isArray(tflop) ? rational(tflop[0] * TERA, tflop[1]) : rational(tflop * TERA),
  comparison: 'GREATER',
  ...over,
});
/** Hour to expected TFLOP. */
const hours = (use: Record<number, bigint>): HoursTruth =>
  new Map(Object.entries(use).map(([hour, expected]) => [Number(hour), { lower: 0n, expected, upper: 2n * expected }]));
/** "n hour:minute". */
const found = (use: Record<number, bigint>, terms: Terms): string[] =>
  crossingsOf(hours(use), 'expected', terms).map(({ n, hour, minute, atEntryIntoForce }) => {
    return `${n} ${hour}:${minute}${atEntryIntoForce ? ' entry' : ''}`;
  });

describe('a crossing, worked out by hand', () => {
  it('is not one where the total equals a number that must be exceeded', () => {
    expect(found({ 0: 60n, 1: 40n }, above(100n))).toEqual([]);
    expect(found({ 0: 60n, 1: 40n, 7: 1n }, above(100n))).toEqual(['1 7:0']);
  });

  it('is one where the total equals a number that must be reached', () => {
    // 100 is reached with the last of the hour's 40: minute 60, and no hour has more than 59.
    expect(found({ 0: 60n, 1: 40n }, above(100n, { comparison: 'AT_LEAST' }))).toEqual(['1 1:59']);
  });

  it('has the minute in which a constant rate passed the number', () => {
    expect(found({ 0: 90n, 1: 40n }, above(100n))).toEqual(['1 1:15']);
    expect(found({ 5: 1_000n }, above(100n))).toEqual(['1 5:6']);
  });

  it('compares with thirds exactly', () => {
    expect(found({ 0: 33n }, above([100n, 3n]))).toEqual([]);
    expect(found({ 0: 34n }, above([100n, 3n]))).toEqual(['1 0:58']);
    // 3 x a third is one: equal, not more.
    expect(found({ 0: 1n }, above([3n, 3n]))).toEqual([]);
  });

  it('is one of each number that a jump passes', () => {
    for (const number of [1n, 10n, 100n, 999n]) expect(found({ 3: 1_000n }, above(number))).toHaveLength(1);
    expect(found({ 3: 1_000n }, above(1_000n))).toEqual([]);
  });

  it('has the totals of the end of its hour', () => {
    expect(crossingsOf(hours({ 0: 60n, 2: 50n, 3: 9n }), 'expected', above(100n))[0]!.totals).toEqual({
      lower: 0n,
      expected: 110n,
      upper: 220n,
    });
  });

  describe('of a window of 30 days', () => {
    const W = 720;
    const window = above(100n, { windowDays: 30 });

    it('counts again after the total fell below nine tenths', () => {
      // Hour 720 takes hour 0 away: 110 - 30 + 0 = 80 < 90; then 25 more passes again.
      expect(found({ 0: 30n, 1: 80n, [W + 1]: 0n, [W]: 0n }, window)).toEqual(['1 1:52']);
      expect(found({ 0: 30n, 10: 80n, [W + 5]: 25n }, window)).toEqual(['1 10:52', '2 725:48']);
    });

    it('does not count again where it fell to exactly nine tenths', () => {
      // 110 - 20 = 90, which is not below 90; 90 + 20 passes again: the same matter.
      expect(found({ 0: 20n, 10: 90n, [W + 5]: 20n }, window)).toEqual(['1 10:53']);
      expect(found({ 0: 21n, 10: 89n, [W + 5]: 20n }, window)).toEqual(['1 10:53', '2 725:33']);
    });

    it('looks at idle hours too: what fell and rose between two hours of use fell', () => {
      // All of it left by hour 731; at hour 2000 there is the same again.
      expect(found({ 10: 101n, 2000: 101n }, window)).toEqual(['1 10:59', '2 2000:59']);
    });

    it('reckons the minute from the window that still has the hour that leaves', () => {
      // Hour 720: before 90 (hour 0 among them), own 60, leaving 30: 120 passes. 60 x (100 - 90) / 60 = 10.
      expect(found({ 0: 30n, 1: 60n, [W]: 60n }, window)).toEqual(['1 720:10']);
    });

    it('holds exactly 720 hours', () => {
      expect(found({ 0: 50n, 719: 51n }, window)).toEqual(['1 719:58']);
      expect(found({ 0: 50n, 720: 51n }, window)).toEqual([]);
    });
  });

  describe('of a rule with dates', () => {
    it('stands at the entry into force where the total had passed before', () => {
      expect(found({ 1: 101n, 30: 5n }, above(100n, { fromMs: DAY }))).toEqual(['1 24:0 entry']);
      expect(crossingsOf(hours({ 1: 101n, 30: 5n }), 'expected', above(100n, { fromMs: DAY }))[0]!.totals.expected).toBe(101n);
    });

    it('also where that lies after all use', () => {
      expect(found({ 1: 101n }, above(100n, { fromMs: 400 * DAY }))).toEqual(['1 9600:0 entry']);
    });

    it('is an ordinary one from that hour on', () => {
      expect(found({ 1: 90n, 24: 20n }, above(100n, { fromMs: DAY }))).toEqual(['1 24:30']);
      expect(found({ 1: 90n, 23: 20n }, above(100n, { fromMs: DAY }))).toEqual(['1 24:0 entry']);
    });

    it('does not stand where the window had fallen before', () => {
      expect(found({ 1: 101n }, above(100n, { windowDays: 30, fromMs: 31 * DAY }))).toEqual([]);
      expect(found({ 1: 101n }, above(100n, { windowDays: 30, fromMs: 30 * DAY }))).toEqual(['1 720:0 entry']);
      expect(found({ 1: 101n, 1500: 101n }, above(100n, { windowDays: 30, fromMs: 30 * DAY }))).toEqual(['1 720:0 entry', '2 1500:59']);
    });

    it('is none from its end on', () => {
      expect(found({ 23: 101n }, above(100n, { toMs: DAY }))).toEqual(['1 23:59']);
      expect(found({ 24: 101n }, above(100n, { toMs: DAY }))).toEqual([]);
    });
  });
});
