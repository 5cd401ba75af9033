import fc from 'fast-check';
import { HourSums, sumOfVectors } from './hour-sums.js';
import { type HourVector, indexFrom, nextUse, sameVectors, totalsInHour, totalsOf } from './hour-vector.js';

const INT64_MAX = 2n ** 63n - 1n;
const entries = (vector: HourVector) =>
  Array.from({ length: vector.length }, (_, i) => [vector.hours[i], vector.lower[i], vector.expected[i], vector.upper[i]]);

/** The same in a Map of bigints: as slow and as plain as can be. */
class Naive {
  readonly byHour = new Map<number, [bigint, bigint, bigint]>();

  add(hour: number, ...amounts: [bigint, bigint, bigint]): void {
    const sum = (this.byHour.get(hour) ?? [0n, 0n, 0n]).map((value, i) => value + amounts[i]!) as [bigint, bigint, bigint];
    if (sum.every((value) => value === 0n)) this.byHour.delete(hour);
    else this.byHour.set(hour, sum);
  }

  addAll(other: Naive, from: number, to: number, sign: bigint): void {
    for (const [hour, [l, e, u]] of [...other.byHour]) if (hour >= from && hour < to) this.add(hour, sign * l, sign * e, sign * u);
  }

  get entries() {
    return [...this.byHour].sort(([a], [b]) => a - b).map(([hour, amounts]) => [hour, ...amounts]);
  }
}

const hour = fc.integer({ min: 0, max: 40 });
const amount = fc.oneof(fc.bigInt(-1n, 1n), fc.bigInt(-(2n ** 40n), 2n ** 40n), fc.bigInt(-(2n ** 59n), 2n ** 59n));
const single = fc.record({ type: fc.constant('add' as const), hour, amounts: fc.tuple(amount, amount, amount) });
const whole = fc.record({ type: fc.constantFrom('plus' as const, 'minus' as const), from: hour, to: hour });
const histories = fc.array(fc.oneof({ weight: 3, arbitrary: single }, whole), { maxLength: 60 });

describe('sums per hour', () => {
  it('keeps hours in order, whatever order they come in', () => {
    const sums = HourSums.of([
      { hour: 7, lower: 1n, expected: 2n, upper: 3n },
      { hour: 3, lower: 0n, expected: 1n, upper: 1n },
      { hour: 7, lower: 1n, expected: 1n, upper: 1n },
    ]);
    expect(entries(sums)).toEqual([
      [3, 0n, 1n, 1n],
      [7, 2n, 3n, 4n],
    ]);
    expect(totalsOf(sums)).toEqual({ lower: 2n, expected: 4n, upper: 5n });
    expect(totalsOf(sums, 4, 8)).toEqual({ lower: 2n, expected: 3n, upper: 4n });
    expect(totalsOf(sums, 8, 3)).toEqual({ lower: 0n, expected: 0n, upper: 0n });
    expect(totalsInHour(sums, 3).upper).toBe(1n);
    expect(totalsInHour(sums, 4).upper).toBe(0n);
  });

  it('forgets an hour of which nothing is left', () => {
    const sums = HourSums.of([3, 5, 7].map((hour) => ({ hour, lower: 1n, expected: 2n, upper: 3n })));
    sums.add(5, -1n, -2n, -3n);
    sums.add(6, 0n, 0n, 0n);
    expect(entries(sums)).toEqual([
      [3, 1n, 2n, 3n],
      [7, 1n, 2n, 3n],
    ]);
    sums.add(7, -1n, -2n, -2n);
    expect(entries(sums)[1]).toEqual([7, 0n, 0n, 1n]);
  });

  it('adds up like a map of bigints: any additions, subtractions and ranges', () => {
    fc.assert(
      fc.property(histories, histories, (first, second) => {
        const [vectors, naive] = [[new HourSums(), new HourSums()] as const, [new Naive(), new Naive()] as const];
        for (const [i, steps] of [first, second].entries()) {
          for (const step of steps) {
            if (step.type === 'add') {
              expect(vectors[i]!.add(step.hour, ...step.amounts)).toBeUndefined();
              naive[i]!.add(step.hour, ...step.amounts);
            } else if (i === 1) {
              const method = step.type === 'plus' ? 'addVector' : 'subtractVector';
              const refused = vectors[1]![method](vectors[0]!, step.from, step.to);
              if (!refused) naive[1]!.addAll(naive[0]!, step.from, step.to, step.type === 'plus' ? 1n : -1n);
            }
            expect(entries(vectors[i]!)).toEqual(naive[i]!.entries);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing of what was added and taken away', () => {
    fc.assert(
      fc.property(fc.array(single, { maxLength: 30 }), fc.array(single, { maxLength: 30 }), (first, second) => {
        const [a, b] = [first, second].map((steps) => {
          const sums = new HourSums();
          for (const { hour, amounts } of steps) sums.add(hour, ...amounts);
          return sums;
        }) as [HourSums, HourSums];
        const before = entries(a);
        if (a.addVector(b, 5, 30)) return;
        expect(a.subtractVector(b, 5, 30)).toBeUndefined();
        expect(entries(a)).toEqual(before);
      }),
    );
  });

  it('refuses a sum beyond 64 bits, and nothing has changed', () => {
    const sums = HourSums.of([
      { hour: 1, lower: 0n, expected: 0n, upper: 1n },
      { hour: 5, lower: 0n, expected: 0n, upper: INT64_MAX },
    ]);
    const more = HourSums.of([
      { hour: 1, lower: 0n, expected: 7n, upper: 7n },
      { hour: 3, lower: 0n, expected: 7n, upper: 7n },
      { hour: 5, lower: 0n, expected: 0n, upper: 1n },
    ]);
    const before = entries(sums);
    const refused = { code: 'TOTAL_OVERFLOW', total: INT64_MAX, added: 1n };
    expect(sums.addVector(more)).toEqual(refused);
    expect(entries(sums)).toEqual(before);
    expect(sums.add(5, 0n, 0n, 1n)).toEqual(refused);
    expect(entries(sums)).toEqual(before);
    expect(sums.addVector(more, 0, 5)).toBeUndefined();
    expect(() => sumOfVectors([sums, more])).toThrow('TOTAL_OVERFLOW');
    const least = HourSums.of([{ hour: 5, lower: 0n, expected: 0n, upper: -(2n ** 63n) }]);
    expect(least.subtractVector(more, 5, 6)).toEqual({ code: 'TOTAL_OVERFLOW', total: -(2n ** 63n), added: -1n });
    expect(totalsOf(sumOfVectors([HourSums.copyOf(sums), HourSums.copyOf(sums, 0, 5)])).upper).toBe(INT64_MAX + 2n * 15n);
  });

  it('adds nothing from an empty range or vector, and refuses what is no hour', () => {
    const sums = HourSums.of([{ hour: 1, lower: 0n, expected: 0n, upper: 1n }]);
    expect(sums.addVector(new HourSums())).toBeUndefined();
    expect(sums.addVector(sums, 4, 2)).toBeUndefined();
    expect(sums.length).toBe(1);
    expect(() => sums.add(1.5, 0n, 0n, 1n)).toThrow('not an hour');
  });

  it('adds a vector to itself', () => {
    const sums = HourSums.of([1, 4, 9].map((hour) => ({ hour, lower: 1n, expected: 2n, upper: 3n })));
    sums.addVector(sums);
    expect(totalsOf(sums)).toEqual({ lower: 6n, expected: 12n, upper: 18n });
    sums.subtractVector(sums, 2);
    expect(entries(sums)).toEqual([[1, 2n, 4n, 6n]]);
  });

  it('is the same as another that differs in empty entries alone', () => {
    const sums = HourSums.of([{ hour: 4, lower: 1n, expected: 2n, upper: 3n }]);
    const columns = (...values: bigint[]) => BigInt64Array.from(values);
    const other = { length: 2, hours: Int32Array.of(2, 4, 0), lower: columns(0n, 1n), expected: columns(0n, 2n), upper: columns(0n, 3n) };
    expect(sameVectors(sums, other)).toBe(true);
    expect(sameVectors(other, sums)).toBe(true);
    expect(nextUse(other, 0)).toBe(1);
    expect(indexFrom(other, 3)).toBe(1);
    other.lower[1] = 2n;
    expect(sameVectors(sums, other)).toBe(false);
    expect(sameVectors(sums, new HourSums())).toBe(false);
  });
});
