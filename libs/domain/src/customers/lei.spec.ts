import fc from 'fast-check';
import { isLei, leiCheckDigits } from './lei.js';

describe('LEI', () => {
  it.each(['5493001KJTIIGC8Y1R12', '549300E9PC51EN656011', '7LTWFZYICNSX8D621K86'])('%s is one', (lei) => expect(isLei(lei)).toBe(true));

  it('is not with a letter in its check digits, in lower case, or of another length', () =>
    expect(['5493001KJTIIGC8Y1R1A', '5493001kjtiigc8y1r12', '5493001KJTIIGC8Y1R1', '5493001KJTIIGC8Y1R120'].filter(isLei)).toEqual([]));

  const first18 = fc.stringMatching(/^[0-9A-Z]{18}$/);

  it('is any 18 characters with the digits that belong to them', () =>
    fc.assert(fc.property(first18, (text) => expect(isLei(text + leiCheckDigits(text))).toBe(true))));

  const sameClass = (one: string, other: string): boolean => /\d/.test(one) === /\d/.test(other);

  it('is never one in which two neighbours changed places, or one character became another, letters among letters and digits among digits', () =>
    fc.assert(
      fc.property(first18, fc.nat(16), fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'), (text, at, other) => {
        const lei = text + leiCheckDigits(text);
        const swapped = lei.slice(0, at) + lei[at + 1] + lei[at] + lei.slice(at + 2);
        const changed = lei.slice(0, at) + other + lei.slice(at + 1);
        if (swapped !== lei && sameClass(lei[at]!, lei[at + 1]!)) expect(isLei(swapped)).toBe(false);
        if (changed !== lei && sameClass(lei[at]!, other)) expect(isLei(changed)).toBe(false);
      }),
    ));
});
