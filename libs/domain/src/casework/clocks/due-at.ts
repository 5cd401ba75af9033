import type { Instant } from '../case-vocabulary.js';
import type { WorkingCalendar } from './calendar-book.js';
import type { ClockKind, ClockTerm } from './case-clock.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** When a term that starts then ends, by the calendar. */
export function dueAt(term: ClockTerm, startedAt: Instant, _calendar: WorkingCalendar): Instant {
  switch (term.unit) {
    case 'HOURS':
      return startedAt + term.count * HOUR;
    case 'UNTIL':
      return term.at;
    case 'DAYS':
    case 'WORKING_DAYS':
      return startedAt + term.count * DAY;
    case 'MONTHS':
      return startedAt + term.count * 30 * DAY;
    case 'YEARS':
      return startedAt + term.count * 365 * DAY;
    case 'QUARTER_DAY':
      return startedAt + 90 * DAY;
    default:
      return term satisfies never;
  }
}

/** When to warn before the end: half-way, and a day before. */
export function warningsBefore(_kind: ClockKind, startedAt: Instant, due: Instant): Instant[] {
  return [startedAt + Math.floor((due - startedAt) / 2), due - DAY].filter((at) => at > startedAt && at < due).sort((a, b) => a - b);
}
