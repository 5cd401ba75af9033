import fc from 'fast-check';
import { readFlop } from './flop-amount.js';

describe('amounts of FLOP', () => {
  it.each([
    ['1e25', '10000000000000000000000000'],
    ['2.5e25', '25000000000000000000000000'],
    ['0', '0'],
    ['007', '7'],
    ['1.50', undefined],
    ['1.00', '1'],
    ['1e41', undefined],
    ['-1', undefined],
    ['1e-3', undefined],
    ['a lot', undefined],
    ['', undefined],
  ])('%s is %s', (text, digits) => expect(readFlop(text)).toBe(digits));

  it('are exact at any size: written with an exponent or in full', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(19), (amount, zeros) => {
        expect(readFlop(`${amount}e${zeros}`)).toBe(`${amount * 10n ** BigInt(zeros)}`);
        expect(readFlop(`${amount}`)).toBe(`${amount}`);
      }),
    ));
});
