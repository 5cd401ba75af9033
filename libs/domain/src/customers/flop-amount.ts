/** Amounts of compute as people write them, kept as exact whole numbers of FLOP. */

/** 10^40 FLOP is a hundred trillion times the largest run known: what lies beyond was mistyped. */
const DIGITS_MAX = 40;

/**
 * The whole number of FLOP in `"25000000000000000000000000"`, `"2.5e25"` or `"1e25"`, as a decimal string without exponent; undefined for
 * anything else, fractions of one FLOP included. Text in, text out: a double would lose digits from 2^53 on.
 */
export function readFlop(text: string): string | undefined {
  const match = /^(\d{1,60})(?:\.(\d{1,60}))?(?:[eE]\+?(\d{1,2}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const places = Number(exponent);
  if (/[1-9]/.test(fraction.slice(places))) return undefined;
  const digits = `${whole}${fraction.slice(0, places).padEnd(places, '0')}`.replace(/^0+(?=\d)/, '');
  return digits.length > DIGITS_MAX ? undefined : digits;
}
