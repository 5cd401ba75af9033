/** Moments as people and programs write them in a question. */

const ISO = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;
const EPOCH_MS = /^(0|-?[1-9]\d{0,14})$/;

/**
 * Milliseconds since 1970 from ISO 8601 (a date alone is 00:00 UTC; a time needs its offset) or from the number itself.
 * Undefined when it is neither. Four digits alone are refused: whoever writes 2024 means the year, not two seconds after 1970.
 */
export function parseInstant(raw: string): number | undefined {
  if (EPOCH_MS.test(raw)) return /^\d{4}$/.test(raw) ? undefined : Number(raw);
  const match = ISO.exec(raw);
  if (!match) return undefined;
  const [, year, month, day] = match.map(Number);
  // Date.parse rolls 30 February over into March: a day that is not in the calendar is a mistake.
  const calendar = new Date(Date.UTC(year!, month! - 1, day!));
  if (calendar.getUTCMonth() !== month! - 1 || calendar.getUTCDate() !== day!) return undefined;
  const ms = Date.parse(raw);
  return Number.isNaN(ms) ? undefined : ms;
}

export const isoInstant = (ms: number): string => new Date(ms).toISOString();
