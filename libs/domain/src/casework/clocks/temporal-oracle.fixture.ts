import { Temporal } from 'temporal-polyfill';
import type { WorkingCalendar } from './calendar-book.js';
import type { ClockTerm } from './case-clock.js';

export const zoned = (at: number, { zone }: Pick<WorkingCalendar, 'zone'>) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

/** When a term ends, by another library and another way: day by day. */
export function oracleDueAt(term: ClockTerm, start: number, calendar: WorkingCalendar): number {
  if (term.unit === 'UNTIL') return term.at;
  if (term.unit === 'HOURS') return Temporal.Instant.fromEpochMilliseconds(start).add({ hours: term.count }).epochMilliseconds;
  const day = zoned(start, calendar).toPlainDate();
  let last = oracleLastDay(term, day, calendar);
  if (calendar.rollsForward) while (isOff(last, calendar)) last = last.add({ days: 1 });
  return last.add({ days: 1 }).toZonedDateTime(calendar.zone).epochMilliseconds;
}

function oracleLastDay(term: Exclude<ClockTerm, { unit: 'HOURS' | 'UNTIL' }>, start: Temporal.PlainDate, calendar: WorkingCalendar) {
  if (term.unit === 'DAYS') return start.add({ days: term.count });
  if (term.unit === 'MONTHS') return start.add({ months: term.count });
  if (term.unit === 'YEARS') return start.add({ years: term.count });
  let [last, left] = [start, term.unit === 'WORKING_DAYS' ? term.count : 1];
  while (left > 0) {
    last = last.add({ days: 1 });
    if (term.unit === 'WORKING_DAYS' ? !isOff(last, calendar) : term.days.includes(last.toString().slice(5))) left -= 1;
  }
  return last;
}

const isOff = (day: Temporal.PlainDate, { weekend, holidays }: WorkingCalendar) =>
  weekend.includes(day.dayOfWeek) || holidays.has(day.toString());
