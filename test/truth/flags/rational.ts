/** Exact numbers for the model, never reduced below what reading needs: denominators stay above zero. */
export interface Rational {
  numerator: bigint;
  denominator: bigint;
}

export const rational = (numerator: bigint | number, denominator: bigint | number = 1n): Rational => {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  if (d === 0n) throw new RangeError('a fraction over nothing');
  const sign = d < 0n ? -1n : 1n;
  const divisor = greatestDivisor(n < 0n ? -n : n, d * sign) || 1n;
  return { numerator: (n * sign) / divisor, denominator: (d * sign) / divisor };
};

export const ZERO = rational(0);
export const ONE = rational(1);

export const plus = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
export const minus = (a: Rational, b: Rational): Rational => plus(a, { numerator: -b.numerator, denominator: b.denominator });
export const times = (a: Rational, b: Rational): Rational => rational(a.numerator * b.numerator, a.denominator * b.denominator);
export const over = (a: Rational, b: Rational): Rational => rational(a.numerator * b.denominator, a.denominator * b.numerator);
export const isAbove = (a: Rational, b: Rational): boolean => a.numerator * b.denominator > b.numerator * a.denominator;
export const isAtLeast = (a: Rational, b: Rational): boolean => !isAbove(b, a);
export const larger = (a: Rational, b: Rational): Rational => (isAbove(b, a) ? b : a);
export const sum = (parts: Iterable<Rational>): Rational => {
  let total = ZERO;
  for (const part of parts) total = plus(total, part);
  return total;
};
/** Towards minus infinity. */
export const floorOf = ({ numerator, denominator }: Rational): bigint => {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
};

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
