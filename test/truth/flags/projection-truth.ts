/** When a total will pass a number if things go on as they do, at one full hour; and the course that it takes from hour to hour. */
import { flop, hasPassed } from './crossing-truth.js';
import { DAY_HOURS, DAY_MS, type HoursTruth, type RuleTruth } from './flag-truth.model.js';
import { dayOf, hourStart } from './identity-truth.js';
import { floorOf, isAbove, isAtLeast, larger, minus, over, plus, type Rational, rational, times, ZERO } from './rational.js';
import { totalThrough } from './totals-truth.js';

/** FLOP that somebody said will be used over [from, to). */
export interface PlanTruth {
  flop: bigint;
  fromMs: number;
  toMs: number;
}

export interface ProjectionTruth {
  hour: number;
  /** Whether there is enough to foretell anything by: a 64th of the number, three complete days, use in the last seven. */
  isFounded: boolean;
  /** UTC days after today; undefined: not within a century. */
  daysAhead?: number;
}

export const horizonOf = ({ horizonDays, noticeDays = 0 }: RuleTruth): number => horizonDays ?? Math.max(30, Math.ceil(1.5 * noticeDays));

const LOOK_DAYS = 36_525;
const TERA = 10n ** 12n;

/** All time only. */
export function projectionOf(hours: HoursTruth, rule: RuleTruth, hour: number, plans: PlanTruth[]): ProjectionTruth {
  const today = dayOf(hourStart(hour));
  const total = totalThrough(hours, hour - 1).expected;
  const rate = rateOf(hours, today);
  const isWithinReach = isAtLeast(times(flop(total), rational(64)), rule.number!);
  if (rate === undefined || !isWithinReach || !wasUsed(hours, today - 7, today)) return { hour, isFounded: false };
  const daysAhead = daysTo(rational(total), rate, rule, plans, today);
  return { hour, isFounded: true, ...(daysAhead === undefined ? {} : { daysAhead }) };
}

/** The smallest k such that the days after today, up to the k-th, bring the total past the number. Day by day while there are plans. */
function daysTo(total: Rational, rate: Rational, rule: RuleTruth, plans: PlanTruth[], today: number): number | undefined {
  let sum = total;
  let k = 0;
  for (const lastPlanned = Math.max(today, ...plans.map(({ toMs }) => Math.ceil(toMs / DAY_MS))); today + k < lastPlanned; ) {
    k += 1;
    sum = plus(sum, larger(rate, planned(plans, today + k)));
    if (passes(sum, rule)) return k;
  }
  if (passes(sum, rule)) return Math.max(1, k);
  if (rate.numerator === 0n) return undefined;
  // From here on every day is the same: not a day too few, and one more where the number must be exceeded.
  const missing = over(minus(over(rule.number!, rational(TERA)), sum), rate);
  const whole = k + Math.max(1, Number(floorOf(missing)));
  const days = passes(plus(sum, times(rate, rational(whole - k))), rule) ? whole : whole + 1;
  return days > LOOK_DAYS ? undefined : days;
}

const passes = (tflop: Rational, { number, comparison }: RuleTruth): boolean => {
  const amount = times(tflop, rational(TERA));
  return comparison === 'GREATER' ? isAbove(amount, number!) : isAtLeast(amount, number!);
};

/** TFLOP of one day: a plan is spread evenly over every UTC day that it touches. */
function planned(plans: PlanTruth[], day: number): Rational {
  let rate = ZERO;
  for (const { flop: amount, fromMs, toMs } of plans) {
    const [first, end] = [dayOf(fromMs), Math.ceil(toMs / DAY_MS)];
    if (first <= day && day < end) rate = plus(rate, rational(amount, TERA * BigInt(end - first)));
  }
  return rate;
}

/** The larger of the medians of the last 7 and the last 28 complete days, without the days before the first use. */
function rateOf(hours: HoursTruth, today: number): Rational | undefined {
  const first = Math.floor(Math.min(...hours.keys()) / DAY_HOURS);
  const days = (count: number) => Array.from({ length: count }, (_, i) => today - 1 - i).filter((day) => day >= first);
  if (days(28).length < 3) return undefined;
  return larger(median(days(7).map((day) => dayTotal(hours, day))), median(days(28).map((day) => dayTotal(hours, day))));
}

function dayTotal(hours: HoursTruth, day: number): bigint {
  let total = 0n;
  for (const [hour, { expected }] of hours) if (Math.floor(hour / DAY_HOURS) === day) total += expected;
  return total;
}

export function median(values: bigint[]): Rational {
  const sorted = [...values].sort((a, b) => Number(a - b));
  const half = sorted.length / 2;
  return Number.isInteger(half) ? rational(sorted[half - 1]! + sorted[half]!, 2) : rational(sorted[Math.floor(half)]!);
}

const wasUsed = (hours: HoursTruth, fromDay: number, toDay: number): boolean =>
  [...hours.keys()].some((hour) => hour >= fromDay * DAY_HOURS && hour < toDay * DAY_HOURS);

/** What one projection went through since it was raised: its evaluations in a row that lay beyond twice the horizon, by day. */
export interface CourseTruth {
  raisedAtMs: number;
  /** The day that was told last, since 1970. */
  toldDay: number;
  beyondDays: number[];
}

/** The course after one evaluation; undefined: there is none. */
export function courseAfter(
  course: CourseTruth | undefined,
  projection: ProjectionTruth,
  rule: RuleTruth,
  isCrossed: boolean,
  nowMs: number,
): CourseTruth | undefined {
  const { daysAhead = Infinity, isFounded, hour } = projection;
  const today = dayOf(hourStart(hour));
  const isEnded = rule.toMs !== undefined && Number.isFinite(daysAhead) && (today + daysAhead) * DAY_MS >= rule.toMs;
  if (isCrossed || !isFounded || isEnded) return undefined;
  if (!course) return daysAhead <= horizonOf(rule) ? { raisedAtMs: nowMs, toldDay: today + daysAhead, beyondDays: [] } : undefined;
  const beyondDays = daysAhead > 2 * horizonOf(rule) ? [...course.beyondDays, today] : [];
  const isOver = [today - 2, today - 1, today].every((day) => beyondDays.includes(day));
  return isOver ? undefined : { ...course, beyondDays, toldDay: toldAfter(course.toldDay, daysAhead, today) };
}

/** Told anew where it moved by more than two days and by more than a tenth of what remains. */
function toldAfter(toldDay: number, daysAhead: number, today: number): number {
  const moved = Math.abs(today + daysAhead - toldDay);
  return Number.isFinite(daysAhead) && moved > 2 && moved * 10 > daysAhead ? today + daysAhead : toldDay;
}

export const hasCrossed = (hours: HoursTruth, rule: RuleTruth): boolean => hasPassed(totalThrough(hours).expected, rule);
