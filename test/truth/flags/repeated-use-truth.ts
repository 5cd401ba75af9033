/** Use that comes again: the whole of a band in each of three calendar months running, or once more a year after it was reached. */
import { crossingsOf, type Terms } from './crossing-truth.js';
import { monthsAfter } from './evaluation-truth.js';
import { HOUR_MS, type HoursTruth } from './flag-truth.model.js';
import { hourStart } from './identity-truth.js';
import type { Rational } from './rational.js';

export interface RepeatedTruth {
  pattern: 'MONTHS' | 'YEAR';
  hour: number;
  minute: number;
}

/** Where the hours in (after, through] reach the number by themselves. */
function reached(hours: HoursTruth, number: Rational, after: number, through = Infinity): { hour: number; minute: number } | undefined {
  const terms: Terms = { number, comparison: 'AT_LEAST' };
  return crossingsOf(new Map([...hours].filter(([hour]) => after < hour && hour <= through)), 'expected', terms)[0];
}

export function repeatedUse(hours: HoursTruth, number: Rational, nowMs: number): RepeatedTruth[] {
  return [...threeMonths(hours, number), ...yearsLater(hours, number, nowMs)];
}

const monthStart = (month: number): number => Date.UTC(1970, month, 1) / HOUR_MS;

function threeMonths(hours: HoursTruth, number: Rational): RepeatedTruth[] {
  if (hours.size === 0) return [];
  const found: RepeatedTruth[] = [];
  const monthOf = (hour: number) => new Date(hourStart(hour)).getUTCFullYear() * 12 - 1970 * 12 + new Date(hourStart(hour)).getUTCMonth();
  const last = monthOf(Math.max(...hours.keys()));
  for (let month = monthOf(Math.min(...hours.keys())); month <= last; month += 1) {
    const three = [month, month + 1, month + 2].map((one) => reached(hours, number, monthStart(one) - 1, monthStart(one + 1) - 1));
    if (three.includes(undefined)) continue;
    found.push({ pattern: 'MONTHS', hour: three[2]!.hour, minute: three[2]!.minute });
    // The next third month is three months on at the soonest.
    month += 2;
  }
  return found;
}

function yearsLater(hours: HoursTruth, number: Rational, nowMs: number): RepeatedTruth[] {
  const found: RepeatedTruth[] = [];
  let last = reached(hours, number, -Infinity);
  while (last) {
    const again = reached(hours, number, last.hour);
    if (!again) break;
    const anniversary = monthsAfter(hourStart(last.hour), 12) / HOUR_MS;
    const next = again.hour >= anniversary ? again : { hour: anniversary, minute: 0 };
    if (hourStart(next.hour) > nowMs) break;
    found.push({ pattern: 'YEAR', hour: next.hour, minute: next.minute });
    last = next;
  }
  return found;
}
