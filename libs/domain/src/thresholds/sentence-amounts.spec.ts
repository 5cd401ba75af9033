import fc from 'fast-check';
import { fraction } from '../control/fraction.js';
import { ppmOf, printDay, printFlop, printMoment, printShare, printTflop, printTflopBeside } from './sentence-amounts.js';

describe('FLOP as people read them', () => {
  it.each([
    [108n * 10n ** 21n, '1.08e23'],
    [10n ** 23n, '1e23'],
    [99_949n * 10n ** 18n, '9.99e22'],
    [99_950n * 10n ** 18n, '1e23'],
    [1_085n * 10n ** 20n, '1.09e23'],
    [1_084n * 10n ** 20n, '1.08e23'],
    [7n, '7e0'],
    [0n, '0'],
    [-1_230n, '-1.23e3'],
  ])('%s is %s', (flop, printed) => expect(printFlop(flop)).toBe(printed));

  it('thirds are rounded, the exact number is printed by the rule itself', () => {
    expect(printFlop(fraction(10n ** 25n, 3n))).toBe('3.33e24');
    expect(printFlop(fraction(1n, 3n))).toBe('less than 1');
  });

  it('TFLOP are FLOP times 1e12', () => expect(printTflop(108n * 10n ** 9n)).toBe('1.08e23'));

  it('is never further off than half of the last digit', () =>
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 40n), fc.integer({ min: 1, max: 6 }), (flop, digits) => {
        const [, mantissa = '', exponent = ''] = /^([\d.]+)e(\d+)$/.exec(printFlop(flop, digits))!;
        const [whole = '', rest = ''] = mantissa.split('.');
        const scaled = BigInt(whole + rest) * 10n ** BigInt(Math.max(0, Number(exponent) - rest.length));
        const off = scaled > flop ? scaled - flop : flop - scaled;
        const lastDigit = 10n ** BigInt(Math.max(0, flop.toString().length - digits));
        expect(off * 2n <= lastDigit).toBe(true);
      }),
    ));
});

it('a total that passed a number by a hair does not read like it', () => {
  const number = fraction(10n ** 23n);
  expect(printTflopBeside(10n ** 11n, number)).toBe('1e23');
  expect(printTflopBeside(10n ** 11n + 1n, number)).toBe('1.00000000001e23');
  expect(printTflopBeside(10n ** 11n + 10n ** 7n, number)).toBe('1.0001e23');
  expect(printTflopBeside(108n * 10n ** 9n, number)).toBe('1.08e23');
});

it('a part that is neither nothing nor all never reads as such', () => {
  expect([0n, 3n, 50n, 940n, 9_960n, 20_000n, 995_000n, 999_999n, 10n ** 6n].map((part) => printShare(part, 10n ** 6n))).toEqual([
    '0 %',
    'less than 0.1 %',
    'less than 0.1 %',
    '0.1 %',
    '1 %',
    '2 %',
    'more than 99 %',
    'more than 99 %',
    '100 %',
  ]);
  expect(printShare(0n, 0n)).toBe('0 %');
  expect(ppmOf(2n, 3n)).toBe(666_666);
});

it('moments are UTC, to the minute', () => {
  expect(printMoment({ hour: Date.parse('2026-03-05T14:00Z') / 3_600_000, minute: 37 })).toBe('2026-03-05 14:37 UTC');
  expect(printDay(Date.parse('2026-12-03') / 86_400_000)).toBe('2026-12-03');
});
