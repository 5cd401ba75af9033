/**
 * Integers as they may arrive: a JSON number, a bigint (a JSON number too large for a double, read exactly), or a
 * decimal string (how proto3 JSON writes 64 bits). 1.0 and 1e3 are integers there too.
 */
const NUMBER = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,4}))?$/;
const PLAIN_INTEGER = /^-?(?:0|[1-9][0-9]{0,14})$/;

/** More digits than any 64-bit integer has; a longer one is out of every range, so it need not be computed. */
const DIGITS_MAX = 40;

/** The integer that a JSON number text stands for, exactly; undefined when it is not a number or not whole, or absurdly long. */
export function exactInteger(text: string): bigint | undefined {
  if (text.length > 2 * DIGITS_MAX) return undefined;
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+(?=.)/, '');
  if (digits === '0' || /^0+$/.test(digits)) return 0n;
  const places = Number(exponent) - fraction.length;
  if (places > DIGITS_MAX) return undefined;
  if (places >= 0) return BigInt(sign + digits + '0'.repeat(places));
  const kept = digits.slice(0, places);
  return /^0*$/.test(digits.slice(places)) && kept !== '' ? BigInt(sign + kept) : undefined;
}

/** The value as an exact integer: a number within 2^53, else a bigint; undefined when it is not an integer that can be trusted. */
export function integerOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 0 : undefined;
  if (typeof value === 'string') return PLAIN_INTEGER.test(value) ? Number(value) + 0 : narrow(exactInteger(value));
  return typeof value === 'bigint' ? narrow(value) : undefined;
}

/** True for a number that looks whole but is beyond 2^53: its last digits were lost before it came here. */
export const isInexact = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);

function narrow(value: bigint | undefined): number | bigint | undefined {
  if (value === undefined) return undefined;
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}
