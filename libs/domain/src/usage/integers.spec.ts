import fc from 'fast-check';
import { exactInteger, integerOf, isInexact } from './integers.js';

describe('exact integers', () => {
  it('reads what a 64-bit integer may look like in JSON, to the last digit', () => {
    expect(exactInteger('18446744073709551615')).toBe(18446744073709551615n);
    expect(exactInteger('-9223372036854775808')).toBe(-9223372036854775808n);
    expect(exactInteger('1.0')).toBe(1n);
    expect(exactInteger('1e3')).toBe(1000n);
    expect(exactInteger('9.007199254740993e15')).toBe(9007199254740993n);
    expect(exactInteger('90071992547409930e-1')).toBe(9007199254740993n);
    expect(exactInteger('0e9999')).toBe(0n);
    expect(exactInteger('-0.00')).toBe(0n);
  });

  it('refuses what is not one', () => {
    for (const text of [
      '',
      ' 1',
      '1 ',
      '+1',
      '01',
      '1.',
      '.5',
      '1e',
      '0x10',
      '1.5',
      '15e-1',
      '1e-5',
      '1e400',
      'NaN',
      '١',
      '1n',
      `1${'0'.repeat(90)}`,
    ])
      expect(exactInteger(text)).toBeUndefined();
  });

  it('agrees with the quotient of big integers for any digits and exponent', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -25, max: 15 }), (mantissa, exponent) => {
        const scale = 10n ** BigInt(Math.abs(exponent));
        const expected = exponent >= 0 ? mantissa * scale : mantissa % scale === 0n ? mantissa / scale : undefined;
        expect(exactInteger(`${mantissa}e${exponent}`)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes numbers, bigints and strings alike, narrow where that is exact', () => {
    expect(integerOf(5)).toBe(5);
    expect(integerOf('5')).toBe(5);
    expect(integerOf(5n)).toBe(5);
    expect(integerOf('5e0')).toBe(5);
    expect(Object.is(integerOf(-0), 0)).toBe(true);
    expect(Object.is(integerOf('-0'), 0)).toBe(true);
    expect(integerOf('9007199254740993')).toBe(9007199254740993n);
    expect(integerOf('9007199254740991')).toBe(9007199254740991);
    for (const value of [1.5, Number.NaN, Number.POSITIVE_INFINITY, true, null, {}, [], '', 'x', 2 ** 53])
      expect(integerOf(value)).toBeUndefined();
    expect(isInexact(2 ** 53)).toBe(true);
    expect(isInexact(1.5)).toBe(false);
  });
});
