import type { Instant } from '../case-vocabulary.js';
import type { WorkingCalendar } from './calendar-book.js';
import { type ClockKind, type ClockTerm, ELAPSING } from './case-clock.js';
import { endOf, type LocalDay, localDayOf, monthsAfter, nextOfYear, workedAfter, workedFrom } from './local-days.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * When a term that starts then ends. Hours are elapsed hours. A term of days does not count the day of its start and ends with a day: at
 * 00:00 local time after it. Its last day is moved to the next that is worked where the calendar says so; of worked days it always is one.
 */
export function dueAt(term: ClockTerm, startedAt: Instant, calendar: WorkingCalendar): Instant {
  if (term.unit === 'HOURS') return startedAt + term.count * HOUR;
  if (term.unit === 'UNTIL') return term.at;
  const last = lastDayOf(term, localDayOf(calendar, startedAt), calendar);
  return endOf(calendar, calendar.rollsForward ? workedFrom(calendar, last) : last);
}

function lastDayOf(term: Exclude<ClockTerm, { unit: 'HOURS' | 'UNTIL' }>, start: LocalDay, calendar: WorkingCalendar): LocalDay {
  switch (term.unit) {
    case 'DAYS':
      return start + term.count;
    case 'WORKING_DAYS':
      return workedAfter(calendar, start, term.count);
    case 'MONTHS':
      return monthsAfter(start, term.count);
    case 'YEARS':
      return monthsAfter(start, 12 * term.count);
    case 'QUARTER_DAY':
      return nextOfYear(start, term.days);
    default:
      return term satisfies never;
  }
}

/** When to warn, by the length of the term: so long before its end, and half-way. The first row that is not longer than the term holds. */
const WARNINGS: readonly { lengthMin: number; before: readonly number[]; halfWay: boolean }[] = [
  { lengthMin: 5 * DAY, before: [DAY], halfWay: true },
  { lengthMin: 36 * HOUR, before: [24 * HOUR, 4 * HOUR], halfWay: false },
  { lengthMin: 4 * HOUR, before: [12 * HOUR, 2 * HOUR], halfWay: false },
  { lengthMin: 0, before: [], halfWay: true },
];
/** Somebody loses something when these end, and may want to act before. */
const WARNED_ONCE: ReadonlySet<ClockKind> = new Set(['ACCESS_END', 'ORDER_WARNING']);

/** Rising, strictly between start and end. What ends by itself is not warned of, but a loss of access and the end of a warning, once. */
export function warningsBefore(kind: ClockKind, startedAt: Instant, due: Instant): Instant[] {
  if (due <= startedAt || (ELAPSING.has(kind) && !WARNED_ONCE.has(kind))) return [];
  const { before, halfWay } = WARNINGS.find(({ lengthMin }) => due - startedAt >= lengthMin)!;
  const all = [...(halfWay ? [startedAt + Math.floor((due - startedAt) / 2)] : []), ...before.map((long) => due - long)];
  const inside = [...new Set(all)].filter((at) => at > startedAt && at < due).sort((a, b) => a - b);
  return WARNED_ONCE.has(kind) ? inside.slice(-1) : inside;
}
