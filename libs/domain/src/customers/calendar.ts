/** Dates as people write them, read without a clock. */

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
/** 2200-01-01: what lies beyond was mistyped. */
const LATEST_MS = 7_258_118_400_000;
const EARLIEST_MS = -12_219_292_800_000; // 1582-10-15, the first day of the calendar in use.

/**
 * Milliseconds since 1970 of an ISO 8601 date (00:00 UTC), of an instant with a zone, or of a whole number that is milliseconds already;
 * undefined for anything else, February 30 included.
 */
export function readInstant(value: unknown): number | undefined {
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? instantOfText(value) : undefined;
  return ms !== undefined && Number.isSafeInteger(ms) && ms >= EARLIEST_MS && ms < LATEST_MS ? ms : undefined;
}

function instantOfText(text: string): number | undefined {
  if (!ISO_DATE.test(text) && !ISO_INSTANT.test(text)) return undefined;
  if (!dayExists(text.slice(0, 10))) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : Math.trunc(ms);
}

/** Date.parse takes 2026-02-30 for March 2; the day it gives back tells. */
function dayExists(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

/** Whether the text is `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of a day that exists. */
export function isPartialDate(text: string): boolean {
  if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(text) || text.startsWith('0')) return false;
  return dayExists(`${text}${'-01-01'.slice(text.length - 4)}`);
}

export const DAY_MS = 86_400_000;
