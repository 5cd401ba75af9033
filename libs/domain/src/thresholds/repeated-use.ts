import { HOUR_MS } from '../metering/hour-slots.js';
import type { Rule } from '../rulebook/rule.js';
import { reachFrom } from './band-reach.js';
import { monthOfHour, monthsLater } from './calendar-months.js';
import type { HourMoment, ThresholdNumber } from './crossing.js';
import { type HourVector, indexFrom } from './hour-vector.js';

/**
 * Use that comes again, as the duty of validating again "before each further use" asks for.
 * MONTHS: the band's whole number in each of three calendar months running. YEAR: once more, a year or more after it was last reached.
 */
export interface RepeatedUse {
  readonly pattern: 'MONTHS' | 'YEAR';
  /** The hour in which it became true. */
  readonly moment: HourMoment;
  /** Of MONTHS the third month, since January 1970; of YEAR the repetition, from 1. */
  readonly occurrence: number;
}

const MONTHS_RUNNING = 3;
const MONTHS_OF_A_YEAR = 12;

/** Every repetition of a band's use by a customer or party, over all time to the hour of `nowMs`, in the order of time. */
export function repeatedUse(vector: HourVector, { number }: Pick<Rule, 'number'>, nowMs: number): RepeatedUse[] {
  if (number === undefined) return [];
  return [...monthsRunning(vector, number), ...yearsApart(vector, number, nowMs)].sort((a, b) => a.moment.hour - b.moment.hour);
}

function monthsRunning(vector: HourVector, number: ThresholdNumber): RepeatedUse[] {
  const reached = monthsReached(vector, number);
  const months = [...reached.keys()];
  const found: RepeatedUse[] = [];
  let notBefore = Number.NEGATIVE_INFINITY;
  for (const month of months) {
    if (month < notBefore || !reached.has(month - 1) || !reached.has(month - 2)) continue;
    found.push({ pattern: 'MONTHS', moment: reached.get(month)!, occurrence: month });
    // The next three months count anew, so that a customer of steady use is asked four times a year and not twelve.
    notBefore = month + MONTHS_RUNNING;
  }
  return found;
}

/** By month, in order: where in it the month's own use reached the number. */
function monthsReached(vector: HourVector, number: ThresholdNumber): Map<number, HourMoment> {
  const reached = new Map<number, HourMoment>();
  for (let from = 0; from < vector.length; ) {
    const month = monthOfHour(vector.hours[from]!);
    const end = indexFrom(vector, Date.UTC(1970, month + 1, 1) / HOUR_MS);
    const reach = reachFrom({ length: end, hours: vector.hours, expected: vector.expected }, number, from);
    if (reach) reached.set(month, reach.moment);
    from = end;
  }
  return reached;
}

function yearsApart(vector: HourVector, number: ThresholdNumber, nowMs: number): RepeatedUse[] {
  const found: RepeatedUse[] = [];
  let last = reachFrom(vector, number)?.moment;
  while (last !== undefined) {
    const next = nextYear(vector, number, last);
    if (next === undefined || next.hour * HOUR_MS > nowMs) return found;
    found.push({ pattern: 'YEAR', moment: next, occurrence: found.length + 1 });
    last = next;
  }
  return found;
}

/** The first hour a year or more later by which the use since then had reached the number: often the anniversary itself. */
function nextYear(vector: HourVector, number: ThresholdNumber, last: HourMoment): HourMoment | undefined {
  const anniversary = monthsLater(last.hour * HOUR_MS, MONTHS_OF_A_YEAR) / HOUR_MS;
  const reach = reachFrom(vector, number, indexFrom(vector, last.hour + 1));
  if (reach === undefined) return undefined;
  return reach.moment.hour >= anniversary ? reach.moment : { hour: anniversary, minute: 0 };
}
