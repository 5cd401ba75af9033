/**
 * Exact floor, ceiling and rounding of q x a / b in double arithmetic, for products far beyond 2^53.
 *
 * Required, all whole numbers: 0 <= q < 2^53, 0 <= a < 2^53, 1 <= b <= 2^50, q x a / b < 2^52. `inverse` is 1 / b as a double.
 *
 * Why the quick answer is right when it is taken. With u = 2^-53, each of `1 / b`, `q x a` and their product is rounded once, so the computed
 * quotient x is within a factor (1 + u)^3 of the true one t: |x - t| < 4u x = x 2^-51. DOUBT is twice that; the other half covers the rounding of
 * the comparison itself (at most 2^-54, and below x = 1/8 nothing can go wrong). If x is farther than x DOUBT from the places where the
 * answer changes, t lies on the same side as x.
 *
 * Why the settled answer is right. The guess n is within 1 + 2^-51 2^52 = 3 of t, so the remainder r = q a - n b is a whole number of at most 3 b,
 * below 2^53. Dekker's product gives q a = p + e without error, p and e doubles, e whole; likewise n b = p' + e'. Then p - p' is exact: if both are at most
 * 2^53 because they are whole, otherwise t >= 8, so that n is between t / 2 and 2 t, by Sterbenz' lemma. e - e' is exact: both are whole and at
 * most 2^49, half a unit of products below 2^102. Their sum is r, a double, so that the last addition has nothing to round.
 */
const DOUBT = 2 ** -50;
const SPLITTER = 2 ** 27 + 1;

/** floor(q a / b). */
export function floorQuotient(q: number, a: number, b: number, inverse: number): number {
  const x = q * a * inverse;
  const n = Math.floor(x);
  const over = x - n;
  const doubt = x * DOUBT;
  return over >= doubt && over <= 1 - doubt ? n : settledFloor(q, a, n, b);
}

/** ceil(q a / b). */
export function ceilQuotient(q: number, a: number, b: number, inverse: number): number {
  const x = q * a * inverse;
  const n = Math.ceil(x);
  const under = n - x;
  const doubt = x * DOUBT;
  return under >= doubt && under <= 1 - doubt ? n : settledCeil(q, a, n, b);
}

/** floor(q a / b + 1/2): to nearest, ties up. */
export function nearestQuotient(q: number, a: number, b: number, inverse: number): number {
  const x = q * a * inverse;
  const n = Math.floor(x + 0.5);
  const off = Math.abs(x - n);
  return off <= 0.5 - x * DOUBT ? n : settledNearest(q, a, n, b);
}

function settledFloor(q: number, a: number, guess: number, b: number): number {
  let n = guess;
  let rest = remainder(q, a, n, b);
  for (; rest < 0; rest += b) n--;
  for (; rest >= b; rest -= b) n++;
  return n;
}

function settledCeil(q: number, a: number, guess: number, b: number): number {
  const n = settledFloor(q, a, guess, b);
  return remainder(q, a, n, b) > 0 ? n + 1 : n;
}

function settledNearest(q: number, a: number, guess: number, b: number): number {
  const n = settledFloor(q, a, guess, b);
  return 2 * remainder(q, a, n, b) >= b ? n + 1 : n;
}

/** q a - n b, exactly. */
function remainder(q: number, a: number, n: number, b: number): number {
  const qa = q * a;
  const nb = n * b;
  return qa - nb + (productError(q, a, qa) - productError(n, b, nb));
}

/** x y - fl(x y), exactly (Dekker 1971). */
function productError(x: number, y: number, product: number): number {
  const xHigh = highPart(x);
  const xLow = x - xHigh;
  const yHigh = highPart(y);
  const yLow = y - yHigh;
  return xHigh * yHigh - product + xHigh * yLow + xLow * yHigh + xLow * yLow;
}

/** The upper 26 bits, so that products of parts are exact. */
function highPart(x: number): number {
  const scaled = SPLITTER * x;
  return scaled - (scaled - x);
}
