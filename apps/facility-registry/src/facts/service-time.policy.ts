import { type Checked, refuse, shown } from './facility-refusal.js';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MOMENT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})$/;
const YEAR_MIN = 1970;
const YEAR_MAX = 2199;

/**
 * Reads a moment: ISO 8601 with a zone, or a date alone for 00:00 UTC. Milliseconds since 1970-01-01T00:00Z.
 * A time without a zone is refused, because it would mean another moment on another machine; so is a day that does not exist.
 */
export function readMoment(text: string, field: string): Checked<number> {
  const ms = DATE.test(text) ? dateMs(text) : momentMs(text);
  if (ms !== undefined) return { value: ms };
  return refuse(
    'TIME_MALFORMED',
    field,
    `${field} ${shown(text)} is not a date or an ISO 8601 time with a zone, from ${YEAR_MIN} to ${YEAR_MAX}.`,
  );
}

function dateMs(text: string): number | undefined {
  const [, year, month, day] = DATE.exec(text)!.map(Number) as [number, number, number, number];
  return dayMs(year, month, day);
}

function momentMs(text: string): number | undefined {
  const match = MOMENT.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number) as [number, number, number, number, number];
  const second = Number(match[6] ?? 0);
  const fraction = Number((match[7] ?? '').padEnd(3, '0'));
  const zone = zoneMs(match[8]!);
  const day0 = dayMs(year, month, day);
  if (day0 === undefined || zone === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = day0 + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - zone;
  return ms < 0 ? undefined : ms;
}

function dayMs(year: number, month: number, day: number): number | undefined {
  if (year < YEAR_MIN || year > YEAR_MAX) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() : undefined;
}

function zoneMs(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 14 || minutes > 59) return undefined;
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
