import fc from 'fast-check';
import type { Crossing, CrossingTerms, NumberComparison, ThresholdNumber } from './crossing.js';
import { HourSums } from './hour-sums.js';
import type { HourVector, VectorColumn } from './hour-vector.js';
import { scanCrossings } from './scan-crossings.js';

const HOUR = 3_600_000;
const TERA = 10n ** 12n;
const flop = (numerator: bigint, denominator = 1n): ThresholdNumber => ({ numerator, denominator });
const used = (byHour: Record<number, bigint>): HourVector =>
  HourSums.of(
    Object.entries(byHour).map(([hour, tflop]) => ({ hour: Number(hour), lower: tflop / 2n, expected: tflop, upper: tflop * 3n })),
  );
const scan = (vector: HourVector, terms: Partial<CrossingTerms> & { number: ThresholdNumber }, column: VectorColumn = 'expected') =>
  scanCrossings(vector, column, { comparison: 'AT_LEAST', ...terms });
const moments = (crossings: readonly Crossing[]) => crossings.map(({ n, moment }) => `${n}: ${moment.hour}:${moment.minute}`);

describe('a crossing over all time', () => {
  it('stands in the hour in which the total passes, at the minute by proration', () => {
    const crossings = scan(used({ 10: 60n, 11: 60n, 20: 60n }), { number: flop(90n * TERA) });
    expect(crossings).toEqual([
      { n: 1, moment: { hour: 11, minute: 30 }, atEntryIntoForce: false, totals: { lower: 60n, expected: 120n, upper: 360n } },
    ]);
  });

  it('equal to the number passes ">=" and does not pass ">"', () => {
    const vector = used({ 1: 50n, 2: 50n });
    expect(moments(scan(vector, { number: flop(100n * TERA), comparison: 'AT_LEAST' }))).toEqual(['1: 2:59']);
    expect(scan(vector, { number: flop(100n * TERA), comparison: 'GREATER' })).toEqual([]);
    expect(moments(scan(vector, { number: flop(100n * TERA - 1n), comparison: 'GREATER' }))).toEqual(['1: 2:59']);
  });

  it('compares thirds exactly', () => {
    const third = flop(10n ** 25n, 3n);
    const below = 3_333_333_333_333n;
    expect(scan(used({ 1: below }), { number: third })).toEqual([]);
    expect(moments(scan(used({ 1: below, 9: 1n }), { number: third }))).toEqual(['1: 9:20']);
  });

  it("is of the tier's own column", () => {
    const vector = used({ 1: 10n, 2: 10n, 3: 10n });
    const number = flop(15n * TERA);
    expect(moments(scan(vector, { number }, 'upper'))).toEqual(['1: 1:30']);
    expect(moments(scan(vector, { number }, 'expected'))).toEqual(['1: 2:30']);
    expect(moments(scan(vector, { number }, 'lower'))).toEqual(['1: 3:59']);
  });

  it('of one jump over several numbers is one each', () => {
    const vector = used({ 5: 1_000n });
    expect([1n, 10n, 100n, 1_000n, 1_001n].map((number) => moments(scan(vector, { number: flop(number * TERA) })))).toEqual([
      ['1: 5:0'],
      ['1: 5:0'],
      ['1: 5:6'],
      ['1: 5:59'],
      [],
    ]);
  });

  it('is exact beyond 64 bits', () => {
    const huge = 2n ** 63n - 1n;
    const vector = HourSums.of([1, 2, 3].map((hour) => ({ hour, lower: 0n, expected: 0n, upper: huge })));
    expect(scan(vector, { number: flop(2n * huge * TERA), comparison: 'GREATER' }, 'upper')).toMatchObject([
      { moment: { hour: 3, minute: 0 }, totals: { upper: 3n * huge } },
    ]);
  });

  it('is one, though what was used is taken back and used again', () => {
    const vector = used({ 1: 100n, 2: -80n, 3: 100n });
    expect(moments(scan(vector, { number: flop(90n * TERA) }))).toEqual(['1: 1:54']);
    expect(moments(scan(vector, { number: flop(90n * TERA), fromMs: 2 * HOUR }))).toEqual(['1: 2:0']);
    expect(moments(scan(vector, { number: flop(90n * TERA), fromMs: 3 * HOUR }))).toEqual(['1: 3:42']);
  });

  it('refuses a number that everybody has passed', () => {
    expect(() => scan(used({ 1: 1n }), { number: flop(0n) })).toThrow('no number');
  });
});

describe('entry into force and end', () => {
  const vector = used({ 10: 60n, 11: 60n, 20: 60n });
  const number = flop(90n * TERA);

  it('what had passed before stands at that instant, with the totals of the hour before', () => {
    expect(scan(vector, { number, fromMs: 15 * HOUR })).toEqual([
      { n: 1, moment: { hour: 15, minute: 0 }, atEntryIntoForce: true, totals: { lower: 60n, expected: 120n, upper: 360n } },
    ]);
    expect(scan(vector, { number, fromMs: 900 * HOUR })).toMatchObject([{ moment: { hour: 900 }, atEntryIntoForce: true }]);
  });

  it('a crossing in the first hour in force is an ordinary one', () => {
    expect(scan(vector, { number, fromMs: 11 * HOUR })).toMatchObject([{ moment: { hour: 11, minute: 30 }, atEntryIntoForce: false }]);
    expect(scan(vector, { number, fromMs: 12 * HOUR })).toMatchObject([{ moment: { hour: 12, minute: 0 }, atEntryIntoForce: true }]);
  });

  it('there is none at the end or later', () => {
    expect(scan(vector, { number, toMs: 11 * HOUR })).toEqual([]);
    expect(scan(vector, { number, toMs: 12 * HOUR })).toHaveLength(1);
    expect(scan(vector, { number, fromMs: 12 * HOUR, toMs: 12 * HOUR })).toEqual([]);
  });

  it('a window that has emptied by then does not stand', () => {
    const terms = { number, windowHours: 5 };
    expect(moments(scan(vector, { ...terms, fromMs: 15 * HOUR }))).toEqual(['1: 15:0']);
    expect(scan(vector, { ...terms, fromMs: 16 * HOUR })).toEqual([]);
  });
});

describe('a window', () => {
  const number = flop(100n * TERA);
  const windowHours = 3;

  it('counts the hours (h - W, h]', () => {
    expect(scan(used({ 1: 50n, 4: 50n }), { number, windowHours })).toEqual([]);
    expect(moments(scan(used({ 1: 50n, 3: 50n }), { number, windowHours }))).toEqual(['1: 3:59']);
  });

  it('crosses again after it fell below 90 %, and not after it fell to 90 %', () => {
    // C: 100, 100, 100, 90, 100 and 100, 100, 100, 89, 100.
    expect(moments(scan(used({ 1: 10n, 2: 0n, 3: 90n, 5: 10n }), { number, windowHours }))).toEqual(['1: 3:59']);
    expect(moments(scan(used({ 1: 11n, 3: 89n, 5: 11n }), { number, windowHours }))).toEqual(['1: 3:59', '2: 5:59']);
  });

  it('falls in idle hours too', () => {
    const crossings = scan(used({ 1: 100n, 1000000: 120n }), { number, windowHours });
    expect(moments(crossings)).toEqual(['1: 1:59', '2: 1000000:50']);
    expect(crossings[1]!.totals).toEqual({ lower: 60n, expected: 120n, upper: 360n });
  });

  it('takes the minute from the hour before, with what leaves still in it', () => {
    // C(3) = 90; at 4 the 60 of hour 1 leave and 80 come: C(4) = 110.
    expect(moments(scan(used({ 1: 60n, 2: 30n, 4: 80n }), { number, windowHours }))).toEqual(['1: 4:7']);
  });

  it('refuses a window that is no number of hours', () => {
    expect(() => scan(used({ 1: 1n }), { number, windowHours: 0 })).toThrow('no window');
  });
});

/** The definition, hour by hour, in bigints. */
function naiveScan(byHour: ReadonlyMap<number, readonly [bigint, bigint, bigint]>, column: number, terms: CrossingTerms): Crossing[] {
  const { numerator, denominator } = terms.number;
  const window = terms.windowHours ?? Infinity;
  const sum = (hour: number, of: number): bigint =>
    [...byHour].reduce((total, [at, amounts]) => (at > hour - window && at <= hour ? total + amounts[of]! : total), 0n);
  const total = (hour: number): bigint => sum(hour, column) * TERA * denominator;
  const passed = (hour: number): boolean => (terms.comparison === 'GREATER' ? total(hour) > numerator : total(hour) >= numerator);
  const totals = (hour: number) => ({ lower: sum(hour, 0), expected: sum(hour, 1), upper: sum(hour, 2) });
  const from = terms.fromMs === undefined ? -1 : terms.fromMs / HOUR;
  const to = terms.toMs === undefined ? 500 : terms.toMs / HOUR;
  const found: Crossing[] = [];
  let fell = true;
  if (from >= 0 && passed(from - 1)) {
    found.push({ n: 1, moment: { hour: from, minute: 0 }, atEntryIntoForce: true, totals: totals(from - 1) });
    fell = false;
  }
  for (let hour = Math.max(0, from); hour < to; hour++) {
    if (total(hour) * 10n < numerator * 9n) fell = true;
    if (passed(hour) && !passed(hour - 1) && fell && (window !== Infinity || found.length === 0)) {
      const minute = (60n * (numerator - total(hour - 1))) / ((byHour.get(hour)?.[column] ?? 0n) * TERA * denominator);
      const clamped = minute < 0n ? 0 : minute > 59n ? 59 : Number(minute);
      found.push({ n: found.length + 1, moment: { hour, minute: clamped }, atEntryIntoForce: false, totals: totals(hour) });
      fell = false;
    }
  }
  return found.filter(({ moment }) => moment.hour < to);
}

const amounts = fc.tuple(fc.bigInt(0n, 12n), fc.bigInt(0n, 12n), fc.bigInt(0n, 12n));
const uses = fc.array(fc.tuple(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 300 })), amounts), { maxLength: 25 });
const hourMs = fc.option(
  fc.integer({ min: 0, max: 60 }).map((hour) => hour * HOUR),
  { nil: undefined, freq: 2 },
);
const anyTerms = fc.record({
  number: fc.record({ numerator: fc.bigInt(1n, 90n).map((n) => n * TERA), denominator: fc.constantFrom(1n, 2n, 3n, 7n) }),
  comparison: fc.constantFrom<NumberComparison>('GREATER', 'AT_LEAST'),
  windowHours: fc.constantFrom(undefined, 1, 2, 3, 5, 8, 24),
  fromMs: hourMs,
  toMs: fc.option(
    fc.integer({ min: 0, max: 300 }).map((hour) => hour * HOUR),
    { nil: undefined, freq: 2 },
  ),
});

describe('every scan', () => {
  it('finds what the definition finds, read hour by hour', () => {
    const seen = { crossings: 0, again: 0, entered: 0 };
    fc.assert(
      fc.property(uses, anyTerms, fc.constantFrom(0, 1, 2), (list, terms, column) => {
        const byHour = new Map(list);
        const vector = HourSums.of([...byHour].map(([hour, [lower, expected, upper]]) => ({ hour, lower, expected, upper })));
        const found = scanCrossings(vector, (['lower', 'expected', 'upper'] as const)[column]!, terms);
        expect(found).toEqual(naiveScan(byHour, column, terms));
        for (const { n, atEntryIntoForce } of found) {
          seen.crossings++;
          if (n > 1) seen.again++;
          if (atEntryIntoForce) seen.entered++;
        }
      }),
      { numRuns: 1_500 },
    );
    // So that it cannot become a test of nothing.
    expect(seen.crossings).toBeGreaterThan(300);
    expect(seen.again).toBeGreaterThan(100);
    expect(seen.entered).toBeGreaterThan(20);
  });
});
