/** Months as the calendar has them, UTC: a law's "three months" is no number of days. */
import { HOUR_MS } from '../metering/hour-slots.js';

/** The same day and time of day so many months later; the last day of that month where it has no such day. Milliseconds since 1970. */
export function monthsLater(ms: number, months: number): number {
  const date = new Date(ms);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  return Date.UTC(year, month, day) + (((ms % DAY_MS) + DAY_MS) % DAY_MS);
}

/** Months since January 1970 of the hour that starts so many hours after 1970. */
export function monthOfHour(hour: number): number {
  const date = new Date(hour * HOUR_MS);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** "2026-03" of months since January 1970. */
export const printMonth = (month: number): string => new Date(Date.UTC(1970, month, 1)).toISOString().slice(0, 7);

export const DAY_HOURS = 24;
const DAY_MS = 86_400_000;
