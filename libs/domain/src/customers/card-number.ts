/**
 * Finds numbers of payment cards, so that they are refused wherever they are written: what was never stored cannot leak.
 *
 * Ranges by ISO/IEC 7812 issuer numbers of the networks in use, with their lengths, and the Luhn check digit. The ranges matter: one in ten of all
 * long numbers passes Luhn by chance, and register numbers and national ids are long numbers.
 */
interface CardRange {
  readonly network: string;
  readonly prefix: RegExp;
  readonly lengths: readonly number[];
}

const CARD_RANGES: readonly CardRange[] = [
  { network: 'Visa', prefix: /^4/, lengths: [13, 16, 19] },
  { network: 'Mastercard', prefix: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { network: 'American Express', prefix: /^3[47]/, lengths: [15] },
  { network: 'Diners Club', prefix: /^3(0[0-5]|095|[689])/, lengths: [14, 16, 19] },
  { network: 'JCB', prefix: /^35(2[89]|[3-8])/, lengths: [16, 17, 18, 19] },
  { network: 'Discover', prefix: /^6(011|4[4-9]|5)/, lengths: [16, 17, 18, 19] },
  { network: 'UnionPay', prefix: /^(62|81)/, lengths: [16, 17, 18, 19] },
  { network: 'Maestro', prefix: /^(50|5[6-9]|6)/, lengths: [13, 14, 15, 16, 17, 18, 19] },
  { network: 'Mir', prefix: /^220[0-4]/, lengths: [16, 17, 18, 19] },
];

/** Runs of digits with single separators between; a "+" before marks a telephone number, of which many would pass by chance. */
const DIGIT_RUN = /(?<![\p{Nd}+])\p{Nd}+(?:[ .\-\u00a0\u2010-\u2015]\p{Nd}+)*/gu;

/** Whether the text holds a card number, also grouped by spaces or hyphens, also in other scripts' digits. */
export function holdsCardNumber(text: string): boolean {
  for (const [run] of asciiDigits(text).matchAll(DIGIT_RUN)) {
    if (groupsHoldCard(run.split(/\D/))) return true;
  }
  return false;
}

/** Any neighbouring groups may be the card: "12 4111 1111 1111 1111" has one behind another number. */
function groupsHoldCard(groups: readonly string[]): boolean {
  for (let first = 0; first < groups.length; first++) {
    let digits = '';
    for (let last = first; last < groups.length && digits.length <= 19; last++) {
      digits += groups[last];
      if (isCardNumber(digits)) return true;
    }
  }
  return false;
}

export function isCardNumber(digits: string): boolean {
  return CARD_RANGES.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits)) && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Unicode keeps the ten digits of every script side by side, so the value of one is its distance from the script's zero. */
function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0)! - value - 1))) value++;
    return String(value);
  });
}
