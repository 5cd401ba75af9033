import fc from 'fast-check';
import { isExactlyZero, NOT_DECIMAL, NOT_IN_RANGE, PPM_ONE, ppmOf } from './utilisation-value.js';

/** The rule in big integers: range first, then half up to parts per million. */
function reference(whole: bigint, decimals: string): number {
  const scale = 10n ** BigInt(decimals.length);
  const value = whole * scale + BigInt(decimals || '0');
  if (value > scale) return NOT_IN_RANGE;
  return Number((2n * value * BigInt(PPM_ONE) + scale) / (2n * scale));
}

describe('utilisation', () => {
  it('is rounded to parts per million with ties up', () => {
    expect(ppmOf('0.43')).toBe(430_000);
    expect(ppmOf('0.0000005')).toBe(1);
    expect(ppmOf('0.00000049999999999')).toBe(0);
    expect(ppmOf('0.9999995')).toBe(1_000_000);
    expect(ppmOf('1')).toBe(1_000_000);
    expect(ppmOf('001.000')).toBe(1_000_000);
    expect(ppmOf('0')).toBe(0);
  });

  it('is checked for its range before rounding', () => {
    expect(ppmOf('1.000000000000000001')).toBe(NOT_IN_RANGE);
    expect(ppmOf('43')).toBe(NOT_IN_RANGE);
    expect(ppmOf(1.0000001)).toBe(NOT_IN_RANGE);
    expect(ppmOf(-0.1)).toBe(NOT_IN_RANGE);
    expect(ppmOf(1e21)).toBe(NOT_IN_RANGE);
    expect(ppmOf(10n ** 20n)).toBe(NOT_IN_RANGE);
  });

  it('is a plain decimal and nothing else', () => {
    for (const value of [
      '.5',
      '1.',
      '',
      '-0.1',
      '+0.1',
      '0,5',
      '1e-1',
      ' 0.1',
      '0.1 ',
      '0.1\n',
      '0..1',
      '0.1.1',
      '0000.1',
      '0.1234567890123456789',
      'NaN',
      '٠.٤',
    ])
      expect(ppmOf(value)).toBe(NOT_DECIMAL);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -0, true, {}, [], null]) expect(ppmOf(value)).toBe(NOT_DECIMAL);
  });

  it('takes a JSON number as its shortest decimal, of at most 18 places', () => {
    expect(ppmOf(0.43)).toBe(430_000);
    expect(ppmOf(1e-7)).toBe(0);
    expect(ppmOf(5e-7)).toBe(1);
    expect(ppmOf(0.1 + 0.2)).toBe(300_000);
    expect(ppmOf(1e-18)).toBe(0);
    expect(ppmOf(1.5e-18)).toBe(NOT_DECIMAL);
    expect(ppmOf(0.0012345678901234567)).toBe(NOT_DECIMAL);
  });

  it('agrees with big integers for any decimal', () => {
    const decimals = fc.stringMatching(/^[0-9]{1,18}$/);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), fc.option(decimals, { nil: '' }), (whole, tail) => {
        expect(ppmOf(tail === '' ? `${whole}` : `${whole}.${tail}`)).toBe(reference(BigInt(whole), tail));
      }),
      { numRuns: 5_000 },
    );
  });

  it('agrees with the written-out form of any double from 0 to 1', () => {
    const anyDouble = fc.double({ min: 0, max: 1, noNaN: true });
    const plausible = fc.nat(1_000_000_000).map((n) => n / 1_000_000_000);
    fc.assert(
      fc.property(
        fc.oneof(anyDouble, plausible).filter((value) => !Object.is(value, -0)),
        (value) => {
          const [mantissa = '', exponent = '0'] = String(value).split('e-');
          const [whole = '', fraction = ''] = mantissa.split('.');
          const places = Number(exponent) + fraction.length;
          const decimals = exponent === '0' ? fraction : (whole + fraction).padStart(places, '0');
          const expected = places > 18 ? NOT_DECIMAL : reference(exponent === '0' ? BigInt(whole) : 0n, decimals);
          expect(ppmOf(value)).toBe(expected);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('knows zero from what only rounds to it', () => {
    expect(isExactlyZero('0.000')).toBe(true);
    expect(isExactlyZero(0)).toBe(true);
    expect(isExactlyZero('0.0000001')).toBe(false);
    expect(isExactlyZero(1e-9)).toBe(false);
  });
});
