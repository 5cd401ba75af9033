/** An exact number, in lowest terms, its denominator above zero. Shares are never floats: a half is not control, a third of three is all. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };
export const ONE: Fraction = { numerator: 1n, denominator: 1n };
export const HALF: Fraction = { numerator: 1n, denominator: 2n };

/** Throws on a denominator of zero. */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator === 0n) throw new RangeError('a fraction over nothing');
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(numerator, denominator) * sign;
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

export const add = (a: Fraction, b: Fraction): Fraction =>
  a.denominator === b.denominator
    ? fraction(a.numerator + b.numerator, a.denominator)
    : fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

export const subtract = (a: Fraction, b: Fraction): Fraction => add(a, { numerator: -b.numerator, denominator: b.denominator });

export const multiply = (a: Fraction, b: Fraction): Fraction => fraction(a.numerator * b.numerator, a.denominator * b.denominator);

export const divide = (a: Fraction, b: Fraction): Fraction => fraction(a.numerator * b.denominator, a.denominator * b.numerator);

/** Below, at or above zero as `a` is below, at or above `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Without reducing on the way: what a sum is compared with needs no lowest terms. */
export function sumOf(terms: Iterable<Fraction>): Fraction {
  let numerator = 0n;
  let denominator = 1n;
  for (const term of terms) {
    if (term.denominator === denominator) numerator += term.numerator;
    else {
      numerator = numerator * term.denominator + term.numerator * denominator;
      denominator *= term.denominator;
    }
  }
  return fraction(numerator, denominator);
}

/** The nearest double but for two roundings; exact fractions decide wherever that could matter. */
export function toNumber({ numerator, denominator }: Fraction): number {
  const bits = Math.max(numerator.toString(16).length, denominator.toString(16).length) * 4;
  if (bits <= 1000) return Number(numerator) / Number(denominator);
  const shift = BigInt(bits - 1000);
  return Number(numerator >> shift) / Number(denominator >> shift);
}

/** "1/3", "1", "0". */
export const printFraction = ({ numerator, denominator }: Fraction): string =>
  denominator === 1n ? numerator.toString() : `${numerator}/${denominator}`;

/** What {@link printFraction} printed; throws on anything else. Of any length, unlike what people may write. */
export function readFraction(printed: string): Fraction {
  const parts = /^(-?\d+)(?:\/(\d+))?$/.exec(printed);
  if (!parts) throw new Error(`${printed} is not a printed fraction`);
  return fraction(BigInt(parts[1]!), BigInt(parts[2] ?? '1'));
}

/** Of people: "33.33 %", rounded to the nearest hundredth with ties up. */
export function printPercent({ numerator, denominator }: Fraction): string {
  const hundredths = (numerator * 20_000n + denominator) / (denominator * 2n);
  return `${hundredths / 100n}.${(hundredths % 100n).toString().padStart(2, '0')} %`;
}
