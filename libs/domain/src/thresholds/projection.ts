import { type Fraction, fraction, multiply, subtract } from '../control/fraction.js';
import { passes } from './band-reach.js';
import { DAY_HOURS } from './calendar-months.js';
import type { NumberComparison, ThresholdNumber } from './crossing.js';
import { type HourVector, indexFrom } from './hour-vector.js';
import { TERA } from './passing-total.js';
import { largerOf, type PlannedLoad, type PlannedStretch, plannedStretches } from './projection-loads.js';
import { type DailyRate, dailyRate, wasUsedLately } from './projection-rate.js';
import { windowedDaysAhead } from './projection-window.js';

export interface ProjectionTerms {
  readonly number: ThresholdNumber;
  readonly comparison: NumberComparison;
  /** Whole days. Undefined: all time. */
  readonly windowDays?: number | undefined;
  readonly horizonDays: number;
}

/** When a total will pass a number if things go on as they do: what a projection rests on, and what it says. */
export interface Projection {
  /** The full hour at which it was made; use before it counts. */
  readonly hour: number;
  /** Expected TFLOP so far, of the window. */
  readonly total: bigint;
  readonly horizonDays: number;
  /** At least a 64th of the number has been used: below that a projection would be a guess. */
  readonly isWithinReach: boolean;
  /** Any use in the last seven complete days. */
  readonly wasUsedLately: boolean;
  /** Undefined: fewer than three complete days of use to measure it by. */
  readonly rate?: DailyRate | undefined;
  /** Whether a plan or a reservation counts for any day to come. */
  readonly hasPlans: boolean;
  /** The first UTC day (since 1970) on which the number is passed, and how many days after today that is. Undefined: never, as things go. */
  readonly day?: number | undefined;
  readonly daysAhead?: number | undefined;
}

/** A century: further ahead no rate of today says anything. */
export const DAYS_AHEAD_MAX = 36_525;

/** Of one rule. For many rules of one scope: {@link Projector}. */
export const project = (vector: HourVector, hour: number, terms: ProjectionTerms, loads: readonly PlannedLoad[] = []): Projection =>
  new Projector(vector, hour, loads).project(terms);

/** Projections of one scope at one full hour by many rules: what they share is worked out once, and when it is first needed. */
export class Projector {
  private readonly today: number;
  private readonly stretches: readonly PlannedStretch[];
  private readonly hasPlans: boolean;
  private measured: { readonly rate: DailyRate | undefined; readonly wasUsedLately: boolean } | undefined;
  private rates: readonly PlannedStretch[] | undefined;
  private readonly totals = new Map<number | undefined, bigint>();

  /** `hour`: full; use from it on does not count. */
  constructor(
    private readonly vector: HourVector,
    private readonly hour: number,
    loads: readonly PlannedLoad[] = [],
  ) {
    this.today = Math.floor(hour / DAY_HOURS);
    this.stretches = plannedStretches(loads, this.today);
    this.hasPlans = this.stretches.some(({ perDay }) => perDay.numerator > 0n);
  }

  project(terms: ProjectionTerms): Projection {
    const { hour, today, hasPlans } = this;
    const total = this.totalOf(terms.windowDays);
    const isWithinReach = passes(total * 64n, terms.number, 'AT_LEAST');
    const { rate, wasUsedLately } = this.measure();
    // Without three days of use nothing is foretold, plans or not: a plan is a bound beside what was measured, never a use of its own.
    const daysAhead = rate && isWithinReach ? daysTo({ vector: this.vector, hour, total, terms, rates: this.dailyRates(rate) }) : undefined;
    const found = daysAhead !== undefined && { daysAhead, day: today + daysAhead };
    return { hour, total, horizonDays: terms.horizonDays, isWithinReach, wasUsedLately, rate, hasPlans, ...found };
  }

  private measure(): { readonly rate: DailyRate | undefined; readonly wasUsedLately: boolean } {
    this.measured ??= { rate: dailyRate(this.vector, this.hour), wasUsedLately: wasUsedLately(this.vector, this.hour) };
    return this.measured;
  }

  private dailyRates(rate: DailyRate): readonly PlannedStretch[] {
    this.rates ??= this.stretches.map(({ perDay, ...days }) => ({ ...days, perDay: largerOf(rate.perDay, perDay) }));
    return this.rates;
  }

  private totalOf(windowDays: number | undefined): bigint {
    const known = this.totals.get(windowDays);
    if (known !== undefined) return known;
    const total = expectedBefore(this.vector, this.hour, windowDays);
    this.totals.set(windowDays, total);
    return total;
  }
}

export interface DaysAheadInput {
  readonly vector: HourVector;
  readonly hour: number;
  readonly total: bigint;
  readonly terms: ProjectionTerms;
  readonly rates: readonly PlannedStretch[];
}

function daysTo(input: DaysAheadInput): number | undefined {
  const days = input.terms.windowDays === undefined ? allTimeDaysAhead(input) : windowedDaysAhead(input);
  return days === undefined || days > DAYS_AHEAD_MAX ? undefined : days;
}

/** The smallest k, 1 or more, such that the total and the rates of the days 1 to k pass the number: stretch by stretch, exactly. */
function allTimeDaysAhead({ total, terms: { number, comparison }, rates }: DaysAheadInput): number | undefined {
  let missing = subtract(fraction(number.numerator, number.denominator * TERA), fraction(total));
  for (const { from, to, perDay } of rates) {
    const needed = daysNeeded(missing, perDay, comparison);
    if (needed !== undefined && needed <= to - from) return from - 1 + needed;
    if (to === Number.POSITIVE_INFINITY) return undefined;
    missing = subtract(missing, multiply(perDay, fraction(BigInt(to - from))));
  }
  return undefined;
}

/** Whole days of one rate until nothing is missing (GREATER: until there is more), at least one. */
function daysNeeded(missing: Fraction, perDay: Fraction, comparison: NumberComparison): number | undefined {
  const isThere = comparison === 'GREATER' ? missing.numerator < 0n : missing.numerator <= 0n;
  if (isThere) return 1;
  if (perDay.numerator <= 0n) return undefined;
  const [over, under] = [missing.numerator * perDay.denominator, missing.denominator * perDay.numerator];
  const whole = over / under;
  const isExact = whole * under === over;
  return Number(comparison === 'GREATER' || !isExact ? whole + 1n : whole);
}

function expectedBefore(vector: HourVector, hour: number, windowDays: number | undefined): bigint {
  const from = windowDays === undefined ? 0 : indexFrom(vector, hour - windowDays * DAY_HOURS);
  let total = 0n;
  for (let place = from, end = indexFrom(vector, hour); place < end; place += 1) total += vector.expected[place]!;
  return total;
}
