import { exactFlop, flopText, percentText } from './flop-text.js';

describe('amounts of compute', () => {
  it.each([
    ['3.8e+25', 38n * 10n ** 24n],
    ['2.5E23', 25n * 10n ** 22n],
    ['4.78e+17', 478n * 10n ** 15n],
    ['1000', 1000n],
    ['1.23456', 1n],
  ])('are read exactly: %s', (text, flop) => expect(exactFlop(text)).toBe(flop));

  it.each(['', '-1e25', '1e999', 'about 1e25', '1e-3'])('are not read from %j', (text) => expect(exactFlop(text)).toBeUndefined());

  it('are printed with three digits', () =>
    expect([38n * 10n ** 24n, 999_999n, 7n, 0n].map(flopText)).toEqual(['3.80e25', '1.00e6', '7.00e0', '0']));
  it('shares have a sign', () => expect([0.143, -0.8, 0.032, 0].map(percentText)).toEqual(['+14 %', '-80 %', '+3.2 %', '+0.0 %']));
});
