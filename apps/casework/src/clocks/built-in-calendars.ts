import type { WorkingCalendar } from '@tidemark/domain';
import Holidays from 'date-holidays';

const YEARS = [2024, 2025, 2026, 2027, 2028, 2029, 2030, 2031];
const DAY_MS = 86_400_000;
const SATURDAY_AND_SUNDAY = [6, 7];

interface Country {
  jurisdiction: string;
  /** As the library knows it, with the part of it whose holidays count. */
  country: readonly [country: string, part?: string];
  /** Of the seat of its government. */
  zone: string;
  note: string;
}

const COUNTRIES: readonly Country[] = [
  {
    jurisdiction: 'EU',
    country: ['BE'],
    zone: 'Europe/Brussels',
    note: 'public holidays of Belgium, seat of the Commission; the days on which the institutions close themselves, as in the Official Journal, are not among them. That a term rolls forward: Reg. (EEC, Euratom) 1182/71 Art. 3(4), from memory',
  },
  {
    jurisdiction: 'US',
    country: ['US'],
    zone: 'America/New_York',
    note: 'federal holidays, time of Washington. That a term rolls forward: FRCP 6(a), from memory and by analogy',
  },
  { jurisdiction: 'GB', country: ['GB', 'ENG'], zone: 'Europe/London', note: 'bank holidays of England' },
  { jurisdiction: 'KR', country: ['KR'], zone: 'Asia/Seoul', note: 'public holidays without those that are decreed for one year' },
  { jurisdiction: 'JP', country: ['JP'], zone: 'Asia/Tokyo', note: 'national holidays' },
  { jurisdiction: 'SG', country: ['SG'], zone: 'Asia/Singapore', note: 'public holidays; those of the moon as far as they are gazetted' },
  {
    jurisdiction: 'CN',
    country: ['CN'],
    zone: 'Asia/Shanghai',
    note: 'statutory holidays of everybody; weekends that are worked in exchange are not among the data',
  },
];

/** For whatever has none of its own: days of UTC, weekends, no holidays. */
const NOWHERE: WorkingCalendar = {
  jurisdiction: '-',
  zone: 'UTC',
  weekend: SATURDAY_AND_SUNDAY,
  holidays: new Set(),
  rollsForward: false,
  source: 'None: UTC, Saturday and Sunday, no holidays',
  verified: true,
  version: 0,
};

/**
 * What holds until an operator says something else, all of version 0: the holidays of eight years as the library `date-holidays` has them. Nobody
 * compared them with the gazettes, and they say so.
 */
export const BUILT_IN_CALENDARS: ReadonlyMap<string, WorkingCalendar> = new Map(
  [NOWHERE, ...COUNTRIES.map(calendarOf)].map((calendar) => [calendar.jurisdiction, calendar]),
);

/** Its holidays are computed when they are first asked for: a tenth of a second for each country, and few installations ask for all. */
function calendarOf({ jurisdiction, country, zone, note }: Country): WorkingCalendar {
  let holidays: ReadonlySet<string> | undefined;
  return {
    jurisdiction,
    zone,
    weekend: SATURDAY_AND_SUNDAY,
    get holidays() {
      holidays ??= holidaysOf(country);
      return holidays;
    },
    rollsForward: true,
    source: `date-holidays, ${YEARS[0]} to ${YEARS.at(-1)}: ${note}`,
    verified: false,
    version: 0,
  };
}

/** Whole days off for everybody. Half days, and days off for women, children or soldiers alone, are worked. */
function holidaysOf([country, part]: Country['country']): ReadonlySet<string> {
  const holidays = part === undefined ? new Holidays(country) : new Holidays(country, part);
  const all = YEARS.flatMap((year) => holidays.getHolidays(year));
  const ofEverybody = all.filter((day) => day.type === 'public' && !isOfSome(day) && lengthOf(day) >= 1);
  return new Set(ofEverybody.flatMap(({ date, start, end }) => datesFrom(date.slice(0, 10), lengthOf({ start, end }))));
}

/** The library says in a note, which its types leave out, for whom a day is off. */
const isOfSome = (day: { note?: string } | object): boolean => 'note' in day && Boolean(day.note);

const lengthOf = ({ start, end }: { start: Date; end: Date }): number => Math.round((2 * (end.getTime() - start.getTime())) / DAY_MS) / 2;

const datesFrom = (date: string, days: number): string[] =>
  Array.from({ length: days }, (_, n) => new Date(Date.parse(date) + n * DAY_MS).toISOString().slice(0, 10));
