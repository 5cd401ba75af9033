import fc from 'fast-check';
import {
  add,
  compare,
  divide,
  fraction,
  multiply,
  ONE,
  printFraction,
  printPercent,
  readFraction,
  subtract,
  sumOf,
  toNumber,
  ZERO,
} from './fraction.js';
import { readShare } from './share.js';

const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 20n }))
  .map(([numerator, denominator]) => fraction(numerator, denominator));

describe('exact fractions', () => {
  it('are in lowest terms over a positive denominator', () => {
    expect(fraction(-6n, -4n)).toEqual({ numerator: 3n, denominator: 2n });
    expect(fraction(0n, 7n)).toEqual(ZERO);
    expect(() => fraction(1n, 0n)).toThrow(RangeError);
  });

  it('obey the laws of arithmetic', () =>
    fc.assert(
      fc.property(fractions, fractions, fractions, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
        expect(subtract(add(a, b), b)).toEqual(a);
        if (b.numerator !== 0n) expect(divide(multiply(a, b), b)).toEqual(a);
        expect(Math.sign(compare(a, b))).toBe(Math.sign(Number(subtract(a, b).numerator > 0n) - Number(subtract(a, b).numerator < 0n)));
        expect(sumOf([a, b, c])).toEqual(add(add(a, b), c));
      }),
    ));

  it('come near their double, however long they are', () => {
    expect(toNumber(fraction(1n, 3n))).toBe(1 / 3);
    expect(toNumber(fraction(10n ** 500n, 4n * 10n ** 500n + 1n))).toBeCloseTo(0.25, 12);
  });
});

describe('a printed fraction', () => {
  it('is read back, however long it is', () =>
    fc.assert(fc.property(fractions, (value) => expect(readFraction(printFraction(value))).toEqual(value))));

  it('of any share that people may write is read back', () => {
    const reading = readShare('0.500000000000000001');
    if (!('share' in reading)) throw new Error('a share of 18 decimals is one');
    expect(readFraction(printFraction(reading.share))).toEqual(reading.share);
  });

  it.each(['', 'half', '1/', '1/0', '1/-2', '0.5'])('%s is none', (text) => expect(() => readFraction(text)).toThrow());
});

describe('a share', () => {
  const read = (text: string) => {
    const reading = readShare(text);
    return 'share' in reading ? printFraction(reading.share) : reading.refused.code;
  };

  it.each([
    ['1/3', '1/3'],
    ['2/4', '1/2'],
    ['0.25', '1/4'],
    ['25%', '1/4'],
    ['33.3 %', '333/1000'],
    ['1', '1'],
    ['100%', '1'],
    [' 0.5 ', '1/2'],
  ])('%s is %s', (text, exact) => expect(read(text)).toBe(exact));

  it.each(['0', '0%', '1.01', '101%', '5/4', '1/0', '-1/2', 'a third', '', '1e-1', '.5', '1/3%', '0,5', '9'.repeat(19)])(
    '%s is none',
    (text) => expect(read(text)).toBe('SHARE_INVALID'),
  );

  it('is read back as it was printed', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 17n }), fc.bigInt({ min: 0n, max: 10n ** 17n }), (numerator, more) => {
        const share = fraction(numerator, numerator + more);
        expect(readShare(printFraction(share))).toEqual({ share });
        expect(compare(share, ONE)).toBeLessThanOrEqual(0);
      }),
    ));

  it('is shown in per cent', () =>
    expect([fraction(1n, 3n), fraction(2n, 3n), ONE].map(printPercent)).toEqual(['33.33 %', '66.67 %', '100.00 %']));
});
