import fc from 'fast-check';
import { accumulateCells, addCells, halvesOf, subtractCells } from './wide-columns.js';

const edges = [0n, 1n, -1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, -(2n ** 32n), 2n ** 62n, 2n ** 63n - 1n, -(2n ** 63n)];
const cell = fc.oneof(fc.constantFrom(...edges), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.bigInt(-(2n ** 33n), 2n ** 33n));
const cells = fc.array(cell, { minLength: 4, maxLength: 20 }).map((list) => BigInt64Array.from(list));
const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

describe('columns of 64-bit integers', () => {
  it.each([
    ['addCells', addCells, 1n],
    ['subtractCells', subtractCells, -1n],
  ] as const)('%s gives what bigints give, tells when one wraps, and touches nothing else', (_, combine, sign) => {
    fc.assert(
      fc.property(cells, cells, fc.nat(3), fc.nat(3), (into, from, i, j) => {
        const count = Math.min(into.length - i, from.length - j);
        const sums = Array.from(into, (value, at) => (at < i || at >= i + count ? value : value + sign * from[at - i + j]!));
        const before = from.slice();
        expect(combine(halvesOf(into), i, halvesOf(from), j, count)).toBe(sums.some((sum) => sum !== wrap(sum)));
        expect([...into]).toEqual(sums.map(wrap));
        expect(from).toEqual(before);
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes back exactly what was added, wrapped or not', () => {
    fc.assert(
      fc.property(cells, cells, (into, from) => {
        const before = into.slice();
        const count = Math.min(into.length, from.length);
        addCells(halvesOf(into), 0, halvesOf(from), 0, count);
        subtractCells(halvesOf(into), 0, halvesOf(from), 0, count);
        expect(into).toEqual(before);
      }),
    );
  });

  it('adds a column up, and tells whether it wrapped and whether it ever fell', () => {
    const small = fc.array(fc.bigInt(0n, 2n ** 61n), { maxLength: 9 }).map((list) => BigInt64Array.from(list));
    fc.assert(
      fc.property(fc.oneof(cells, small), (from) => {
        const into = new BigInt64Array(from.length);
        let sum = 0n;
        const sums = Array.from(from, (value) => (sum += value));
        const { wrapped, rising } = accumulateCells(halvesOf(into), halvesOf(from), from.length);
        expect(wrapped).toBe(sums.some((value, i) => value !== wrap(value) && wrap(sums[i - 1] ?? 0n) + from[i]! !== wrap(value)));
        expect(rising).toBe(from.every((value) => value >= 0n));
        if (!wrapped) expect([...into]).toEqual(sums);
      }),
      { numRuns: 500 },
    );
  });

  it('sees a part of a buffer as that part', () => {
    const buffer = BigInt64Array.of(9n, 8n, 7n);
    addCells(halvesOf(buffer.subarray(1)), 0, halvesOf(BigInt64Array.of(1n)), 0, 1);
    expect([...buffer]).toEqual([9n, 9n, 7n]);
  });
});
