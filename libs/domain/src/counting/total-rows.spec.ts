import fc from 'fast-check';
import { BASIS_LIMIT, MIXED_BASIS } from '../metering/posting-basis.js';
import { COLUMNS, TotalRows } from './total-rows.js';

interface Amount {
  account: number;
  hour: number;
  basis: number;
  sign: bigint;
  exact: boolean;
  /** accelerator-ms, lower, expected, upper. */
  values: number[];
}

const value = fc.oneof(
  fc.nat(3),
  fc.integer({ min: 2 ** 52 - 2, max: 2 ** 52 }),
  fc.maxSafeNat().map((n) => Math.floor(n / 2)),
);
const amounts = fc.array(
  fc
    .record({
      account: fc.constantFrom(1, 2),
      hour: fc.constantFrom(350_640, 490_000),
      basis: fc.oneof(fc.constantFrom(1, 6), fc.integer({ min: 1, max: BASIS_LIMIT - 1 })),
      negative: fc.boolean(),
      exact: fc.boolean(),
      values: fc.array(value, { minLength: COLUMNS, maxLength: COLUMNS }),
    })
    .map(({ negative, exact, ...rest }): Amount => ({ ...rest, sign: exact && negative ? -1n : 1n, exact })),
  { maxLength: 30 },
);

function add(rows: TotalRows, { account, hour, basis, sign, exact, values }: Amount): number {
  const series = rows.seriesOf(1, account, 1, 1);
  const [ms, lower, expected, upper] = values as [number, number, number, number];
  if (!exact) return rows.add(series, hour, ms, lower, expected, upper, basis);
  return rows.addExact(series, hour, sign * BigInt(ms), sign * BigInt(lower), sign * BigInt(expected), sign * BigInt(upper), basis);
}

/** The parts of a row by basis: accelerator-ms and expected. One part where the row has one basis. */
function partsOf(rows: TotalRows, row: number): Map<number, [bigint, bigint]> {
  const basis = rows.basis(row);
  const whole = [{ code: basis, acceleratorMs: rows.value(row, 0), expected: rows.value(row, 2) }];
  const parts = basis === MIXED_BASIS ? rows.basisParts(row) : whole;
  return new Map(parts.map(({ code, acceleratorMs, expected }) => [code, [BigInt(acceleratorMs), BigInt(expected)]]));
}

const sumOf = (own: readonly Amount[], column: number): bigint =>
  own.reduce((sum, { sign, values }) => sum + sign * BigInt(values[column]!), 0n);

describe('TotalRows', () => {
  it('sums exactly, and says of every row what it rests on, part by part', () => {
    fc.assert(
      fc.property(amounts, (list) => {
        const rows = new TotalRows();
        const byRow = Map.groupBy(list, (amount) => add(rows, amount));
        for (const [row, own] of byRow) {
          for (let column = 0; column < COLUMNS; column++) expect(BigInt(rows.value(row, column))).toBe(sumOf(own, column));
          const parts = Map.groupBy(own, ({ basis }) => basis);
          const expected = Array.from(parts, ([basis, part]) => [basis, [sumOf(part, 0), sumOf(part, 2)]] as const);
          const isNothing = ([, [ms, flop]]: (typeof expected)[number]) => ms === 0n && flop === 0n;
          const told = [...partsOf(rows, row)].filter(([, [ms, flop]]) => ms !== 0n || flop !== 0n);
          expect(told.sort(([a], [b]) => a - b)).toEqual(expected.filter((one) => !isNothing(one)).sort(([a], [b]) => a - b));
          if (rows.basis(row) !== MIXED_BASIS) expect(rows.basisParts(row)).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('knows its rows by heart beyond the first thousand', () => {
    const rows = new TotalRows();
    for (let hour = 0; hour < 5_000; hour++) rows.add(rows.seriesOf(1, 1, 1, 1), hour, hour + 1, 0, 1, 2, 1 + (hour % 8));
    for (const row of [0, 1_023, 1_024, 2_047, 2_048, 4_999]) {
      expect([rows.value(row, 0), rows.value(row, 3), rows.basis(row)]).toEqual([row + 1, 2, 1 + (row % 8)]);
    }
  });

  it('tells of a row whose totals stay and whose evidence does not', () => {
    const rows = new TotalRows();
    const series = rows.seriesOf(1, 1, 1, 1);
    const row = rows.addExact(series, 7, -60_000n, 0n, -5n, -9n, 1);
    rows.addExact(series, 7, 60_000n, 0n, 5n, 9n, 3);
    const same = rows.addExact(series, 8, -60_000n, 0n, -5n, -9n, 1);
    rows.addExact(series, 8, 60_000n, 0n, 5n, 9n, 1);
    expect([rows.sortedRows(), rows.shiftedRows(), rows.isNothing(same)]).toEqual([[], [row], true]);
    expect(rows.basisParts(row)).toEqual([
      { code: 1, acceleratorMs: -60_000, expected: -5 },
      { code: 3, acceleratorMs: 60_000, expected: 5 },
    ]);
  });
});
