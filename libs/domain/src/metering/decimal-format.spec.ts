import fc from 'fast-check';
import { acceleratorHoursDecimal, flopDecimal, significantFigures } from './decimal-format.js';

describe('flopDecimal', () => {
  it('writes whole teraFLOP out in FLOP', () => {
    expect(flopDecimal(0n)).toBe('0');
    expect(flopDecimal(7n)).toBe('7000000000000');
    expect(flopDecimal(-12n)).toBe('-12000000000000');
    expect(flopDecimal(9_223_372_036_854_775_807n)).toBe('9223372036854775807000000000000');
  });
});

describe('acceleratorHoursDecimal', () => {
  it.each([
    [0n, '0.0'],
    [3_600_000n, '1.0'],
    [1_800_000n, '0.5'],
    [5_877_791_065_000n, '1632719.740278'],
    [1n, '0.0'],
    [2n, '0.000001'],
    [9n, '0.000003'],
    [-9n, '-0.000002'],
    [-5_400_000n, '-1.5'],
    [36_000_036n, '10.00001'],
  ])('%s ms is %s', (ms, hours) => expect(acceleratorHoursDecimal(ms)).toBe(hours));

  it('is within half a millionth of an hour, ties up', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (ms) => {
        const [, sign, whole, decimals] = /^(-?)(\d+)\.(\d{1,6})$/.exec(acceleratorHoursDecimal(ms))!;
        const millionths = BigInt(`${sign}${whole}${decimals!.padEnd(6, '0')}`);
        const off = 10n * ms - 36n * millionths;
        return off >= -18n && off < 18n;
      }),
    );
  });
});

describe('significantFigures', () => {
  it.each([
    [0n, 2, '0.0e0'],
    [5n, 1, '5e0'],
    [107_999n, 3, '1.08e5'],
    [999_999n, 2, '1.0e6'],
    [12n, 3, '1.20e1'],
  ])('%s in %s is %s', (value, digits, text) => expect(significantFigures(value, digits)).toBe(text));
});
