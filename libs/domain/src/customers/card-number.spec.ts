import fc from 'fast-check';
import { holdsCardNumber, isCardNumber } from './card-number.js';

/** Numbers that the networks publish for tests. */
const TEST_CARDS = [
  '4111111111111111',
  '4222222222222',
  '5555555555554444',
  '2223003122003222',
  '378282246310005',
  '6011111111111117',
  '3530111333300000',
  '30569309025904',
  '6200000000000005',
];

describe('numbers of payment cards', () => {
  it.each(TEST_CARDS)('%s is found alone, grouped, and in a sentence', (card) => {
    const grouped = card.replace(/(.{4})(?=.)/g, '$1 ');
    for (const text of [card, grouped, grouped.replaceAll(' ', '-'), `card ${card}, thanks`, `12 ${grouped}`])
      expect([text, holdsCardNumber(text)]).toEqual([text, true]);
  });

  it('is found in the digits of other scripts', () => {
    const fullWidth = TEST_CARDS[0]!.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    const arabic = TEST_CARDS[0]!.replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit)));
    expect([holdsCardNumber(fullWidth), holdsCardNumber(arabic)]).toEqual([true, true]);
  });

  it('is not any long number: telephones, LEIs, dates and numbers of other lengths pass', () => {
    const harmless = ['+4917612345678', '5493001KJTIIGC8Y1R12', '2026-11-21 12:30:00', '911100001000000018', '20000000000000000000000000'];
    expect(harmless.filter(holdsCardNumber)).toEqual([]);
  });

  it('with one digit changed is none: Luhn finds every single mistake', () =>
    fc.assert(
      fc.property(fc.constantFrom(...TEST_CARDS), fc.nat(), fc.integer({ min: 1, max: 9 }), (card, place, by) => {
        const at = place % card.length;
        const wrong = `${card.slice(0, at)}${(Number(card[at]) + by) % 10}${card.slice(at + 1)}`;
        expect(isCardNumber(wrong)).toBe(false);
      }),
    ));
});
