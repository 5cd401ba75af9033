import type { Instant } from '../case-vocabulary.js';
import type { WorkingCalendar } from './calendar-book.js';

/** A day of the calendar, whatever the zone: days since 1970-01-01. */
export type LocalDay = number;

type Zoned = Pick<WorkingCalendar, 'zone'>;

const DAY = 86_400_000;
/** No zone is further from UTC; no day is further from where its number says. */
const FURTHEST = 36 * 3_600_000;
/** More days in a row on which nobody works are a mistake in the data, not a calendar. */
const DAYS_OFF_MAX = 3_660;

const READERS = new Map<string, Intl.DateTimeFormat>();

function readerOf(zone: string): Intl.DateTimeFormat {
  const known = READERS.get(zone);
  if (known !== undefined) return known;
  const numeric = 'numeric';
  const reader = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  READERS.set(zone, reader);
  return reader;
}

/** What the clock on a wall of the zone shows, as if it stood in Greenwich. */
function wallOf(zone: string, at: Instant): number {
  if (zone === 'UTC') return at;
  const [month, day, year, hour, minute, second] = readerOf(zone).format(at).match(/\d+/g)!.map(Number);
  const ofSecond = ((at % 1000) + 1000) % 1000;
  return Date.UTC(year!, month! - 1, day, hour, minute, second) + ofSecond;
}

export const localDayOf = ({ zone }: Zoned, at: Instant): LocalDay => Math.floor(wallOf(zone, at) / DAY);

/**
 * The first instant of a local day. Where clocks were put forward over midnight, the first that exists; where midnight comes twice, the
 * earlier; a day that a zone left out altogether begins with the next.
 */
export function beginningOf({ zone }: Zoned, day: LocalDay): Instant {
  const midnight = day * DAY;
  if (zone === 'UTC') return midnight;
  const offsets = [midnight - FURTHEST, midnight + FURTHEST].map((at) => wallOf(zone, at) - at);
  const hits = offsets.map((offset) => midnight - offset).filter((at) => wallOf(zone, at) === midnight);
  return hits.length > 0 ? Math.min(...hits) : firstNotBefore(zone, midnight);
}

/** Clocks jump over the moment, so around it they only go forward: halving finds the jump. */
function firstNotBefore(zone: string, wall: number): Instant {
  let before = wall - FURTHEST;
  let after = wall + FURTHEST;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallOf(zone, middle) < wall) before = middle;
    else after = middle;
  }
  return after;
}

export const endOf = (calendar: Zoned, day: LocalDay): Instant => beginningOf(calendar, day + 1);

/** `YYYY-MM-DD`. */
export const dateOf = (day: LocalDay): string => new Date(day * DAY).toISOString().slice(0, 10);

/** Of a date that exists, as `YYYY-MM-DD`. */
export const dayOfDate = (date: string): LocalDay => Date.parse(`${date}T00:00:00Z`) / DAY;

/** 1 Monday to 7 Sunday. */
export const weekdayOf = (day: LocalDay): number => ((((day + 3) % 7) + 7) % 7) + 1;

export const isWorked = ({ weekend, holidays }: WorkingCalendar, day: LocalDay): boolean =>
  !weekend.includes(weekdayOf(day)) && !holidays.has(dateOf(day));

/** The day itself when it is worked, else the next that is. */
export function workedFrom(calendar: WorkingCalendar, day: LocalDay): LocalDay {
  for (let next = day; next < day + DAYS_OFF_MAX; next++) if (isWorked(calendar, next)) return next;
  throw new Error(`nobody works in ${calendar.jurisdiction} for ${DAYS_OFF_MAX} days after ${dateOf(day)}`);
}

/** The n-th worked day after it. */
export function workedAfter(calendar: WorkingCalendar, day: LocalDay, n: number): LocalDay {
  let last = day;
  for (let counted = 0; counted < n; counted++) last = workedFrom(calendar, last + 1);
  return last;
}

/** The same day of the month so many months later, or the last of a month that is too short. */
export function monthsAfter(day: LocalDay, months: number): LocalDay {
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / DAY;
}

/** The first of these days of every year (`MM-DD`, rising) after it. */
export function nextOfYear(day: LocalDay, days: readonly string[]): LocalDay {
  const year = Number(dateOf(day).slice(0, 4));
  const coming = [year, year + 1].flatMap((of) => days.map((date) => dayOfDate(`${of}-${date}`)));
  return coming.find((one) => one > day)!;
}

/** The instant at which the quarter of the calendar year is over, in which that instant lies. */
export function endOfQuarter(calendar: Zoned, at: Instant): Instant {
  const date = new Date(localDayOf(calendar, at) * DAY);
  return beginningOf(calendar, Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3 + 3, 1) / DAY);
}
