import { add, type Fraction, fraction, subtract, ZERO } from '../control/fraction.js';
import { DAY_HOURS } from './calendar-months.js';
import type { NumberComparison, ThresholdNumber } from './crossing.js';
import { totalsOf } from './hour-vector.js';
import { TERA } from './passing-total.js';
import type { DaysAheadInput } from './projection.js';
import type { PlannedStretch } from './projection-loads.js';

/**
 * The smallest k such that the window that ends with the k-th day passes the number. Day by day, since hours leave the window as days come;
 * looked at up to twice the horizon and a day, since beyond that nothing is decided by how far it is.
 */
export function windowedDaysAhead({ vector, hour, terms, rates }: DaysAheadInput): number | undefined {
  const { number, comparison, horizonDays } = terms;
  const windowDays = terms.windowDays!;
  const tomorrow = (Math.floor(hour / DAY_HOURS) + 1) * DAY_HOURS;
  let ahead = ZERO;
  for (let days = 1; days <= horizonDays * 2 + 1; days += 1) {
    ahead = add(ahead, rateOn(rates, days));
    if (days > windowDays) ahead = subtract(ahead, rateOn(rates, days - windowDays));
    const { expected } = totalsOf(vector, tomorrow + (days - windowDays) * DAY_HOURS, hour);
    if (passesFraction(add(fraction(expected), ahead), number, comparison)) return days;
  }
  return undefined;
}

const rateOn = (rates: readonly PlannedStretch[], day: number): Fraction =>
  rates.find(({ from, to }) => from <= day && day < to)?.perDay ?? ZERO;

/** Of TFLOP in fractions. */
function passesFraction(total: Fraction, number: ThresholdNumber, comparison: NumberComparison): boolean {
  const [left, right] = [total.numerator * TERA * number.denominator, number.numerator * total.denominator];
  return comparison === 'GREATER' ? left > right : left >= right;
}
