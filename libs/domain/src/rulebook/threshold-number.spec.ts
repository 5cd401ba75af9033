import fc from 'fast-check';
import { printThresholdNumber, readThresholdNumber, thresholdNumber } from './threshold-number.js';

describe('the number of a rule', () => {
  it.each([
    ['1e25', 10n ** 25n, 1n],
    ['1e25/3', 10n ** 25n, 3n],
    ['3e25/3', 10n ** 25n, 1n],
    ['2.5e25', 25n * 10n ** 24n, 1n],
    ['100000000000000000000000', 10n ** 23n, 1n],
    ['1/3', 1n, 3n],
  ])('%s is exact', (written, numerator, denominator) =>
    expect(readThresholdNumber(written)).toEqual({ numerator, denominator, printed: written }),
  );

  it.each([
    '',
    '1e25/0',
    '1e25/',
    '/3',
    '1e25/3/3',
    '-1e25',
    '1e-2',
    '0.5',
    '1e99',
    'Infinity',
    '0x10',
    '1e25 / 3',
    '1_000',
    '1e25/3.5',
    'NaN',
  ])('"%s" is none', (written) => expect(readThresholdNumber(written)).toBeUndefined());

  it('a typing mistake in our own data does not go unnoticed', () => expect(() => thresholdNumber('1e25/O')).toThrow());

  it.each(['1e25/3', '1e26', '2.5e25', '300', '3e25', '1.08e23'])('%s is printed as it is written', (written) =>
    expect(printThresholdNumber(thresholdNumber(written))).toBe(written),
  );

  it('what is printed is read back to the same number', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 39n }), fc.integer({ min: 1, max: 999_999 }), (numerator, denominator) => {
        const number = thresholdNumber(`${numerator}/${denominator}`);
        const back = thresholdNumber(printThresholdNumber(number));
        expect([back.numerator, back.denominator]).toEqual([number.numerator, number.denominator]);
        expect(number.numerator * BigInt(denominator)).toBe(numerator * number.denominator);
      }),
    ));
});
