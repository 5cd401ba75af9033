/** One million: utilisation is kept in parts per million. */
export const PPM_ONE = 1_000_000;

/** Decimals that a utilisation may have on the wire. */
const DECIMALS_MAX = 18;
const WHOLE_DIGITS_MAX = 3;

/** Answers of `ppmOf` that are not a value. */
export const NOT_DECIMAL = -1;
export const NOT_IN_RANGE = -2;

const ZERO = 48;
const NINE = 57;
const POINT = 46;

/**
 * A utilisation in parts per million, 0 to 1,000,000, rounded to the nearest with ties up; NOT_DECIMAL or NOT_IN_RANGE.
 * The range is checked before rounding: 1.0000000001 is out of range. A string is `[0-9]{1,3}(\.[0-9]{1,18})?`;
 * a number is taken as its shortest decimal that reads back the same.
 */
export function ppmOf(value: unknown): number {
  if (typeof value === 'string') return ppmOfDecimal(value);
  if (typeof value === 'number') return ppmOfNumber(value);
  return typeof value === 'bigint' ? NOT_IN_RANGE : NOT_DECIMAL;
}

/** True when the value is exactly zero, not only rounded to it. */
export function isExactlyZero(value: unknown): boolean {
  return ppmOf(value) === 0 && (typeof value === 'number' ? value === 0 : !/[1-9]/.test(String(value)));
}

function ppmOfNumber(value: number): number {
  if (!Number.isFinite(value) || Object.is(value, -0)) return NOT_DECIMAL;
  if (value < 0 || value > 1) return NOT_IN_RANGE;
  return ppmOfDecimal(withoutExponent(String(value)));
}

/** "1.5e-7" as "0.00000015"; numbers from 0 to 1 have no positive exponent. */
function withoutExponent(text: string): string {
  const at = text.indexOf('e-');
  if (at < 0) return text;
  const digits = text.slice(0, at).replace('.', '');
  return `0.${'0'.repeat(Number(text.slice(at + 2)) - 1)}${digits}`;
}

function ppmOfDecimal(text: string): number {
  const point = text.indexOf('.');
  const wholeEnd = point < 0 ? text.length : point;
  if (wholeEnd === 0 || wholeEnd > WHOLE_DIGITS_MAX) return NOT_DECIMAL;
  const decimals = point < 0 ? 0 : text.length - point - 1;
  if (point >= 0 && (decimals === 0 || decimals > DECIMALS_MAX)) return NOT_DECIMAL;
  let whole = 0;
  let ppm = 0;
  let unit = 100_000;
  let roundUp = 0;
  let anyDecimal = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (i === point && code === POINT) continue;
    if (code < ZERO || code > NINE) return NOT_DECIMAL;
    const digit = code - ZERO;
    if (i < wholeEnd) {
      whole = whole * 10 + digit;
      continue;
    }
    anyDecimal |= digit;
    if (unit >= 1) ppm += digit * unit;
    else if (i === point + 7 && digit >= 5) roundUp = 1;
    unit = unit > 1 ? unit / 10 : 0;
  }
  if (whole > 1 || (whole === 1 && anyDecimal !== 0)) return NOT_IN_RANGE;
  return whole * PPM_ONE + ppm + roundUp;
}
