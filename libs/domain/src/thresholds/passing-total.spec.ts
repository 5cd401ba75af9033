import fc from 'fast-check';
import { passingMinute, passingTotal } from './passing-total.js';

const TERA = 10n ** 12n;
const numbers = fc.record({ numerator: fc.bigInt(1n, 10n ** 15n), denominator: fc.bigInt(1n, 40n) });

describe('a number in whole TFLOP', () => {
  it('passes exactly where the fraction does', () => {
    fc.assert(
      fc.property(numbers, fc.bigInt(0n, 1_200n), (number, total) => {
        const flop = total * TERA * number.denominator;
        expect(total >= passingTotal(number, 'GREATER').passes).toBe(flop > number.numerator);
        expect(total >= passingTotal(number, 'AT_LEAST').passes).toBe(flop >= number.numerator);
        expect(total < passingTotal(number, 'GREATER').fallsBelow).toBe(flop * 10n < number.numerator * 9n);
      }),
      { numRuns: 1_000 },
    );
  });

  it('of a third is the next whole one, whichever the comparison', () => {
    const third = { numerator: 10n ** 25n, denominator: 3n };
    expect(passingTotal(third, 'GREATER').passes).toBe(3_333_333_333_334n);
    expect(passingTotal(third, 'AT_LEAST').passes).toBe(3_333_333_333_334n);
  });

  it('is above zero or refused', () => {
    expect(() => passingTotal({ numerator: 0n, denominator: 1n }, 'AT_LEAST')).toThrow('no number');
    expect(() => passingTotal({ numerator: 1n, denominator: 0n }, 'AT_LEAST')).toThrow('no number');
  });
});

describe('the minute of a passing', () => {
  const number = { numerator: 100n * TERA, denominator: 1n };

  it.each([
    [99n, 60n, 1],
    [40n, 60n, 59],
    [40n, 120n, 30],
    [99n, 61n, 0],
    [120n, 5n, 0],
    [0n, 0n, 59],
  ])('with %d before and %d in the hour is %d', (before, inHour, minute) => {
    expect(passingMinute(number, before, inHour)).toBe(minute);
  });

  it('rounds down, never up to the exact fraction', () => {
    // 60 x (1/3) / 40 = 1/2 of a minute; a hair more than a minute is one.
    expect(passingMinute({ numerator: 100n * TERA + TERA / 4n, denominator: 3n }, 33n, 20n)).toBe(1);
    expect(passingMinute({ numerator: 100n * TERA + TERA / 4n, denominator: 3n }, 33n, 26n)).toBe(0);
  });
});
