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
  /** Where the library has it otherwise than the law. */
  corrected?: Correction;
}

interface Correction {
  off: readonly string[];
  worked?: readonly string[];
}

/** 5 U.S.C. 6103(b): the library takes the day in lieu of Veterans Day for one of banks. */
const VETERANS_DAY: Correction = { off: ['2028-11-10', '2029-11-12'] };
/** The new year is its eve, its day and the day after; the library begins with its day. Where the third that it has is the day in lieu of a Sunday, it stays. */
const SEOLLAL: Correction = {
  off: ['2024-02-09', '2025-01-28', '2026-02-16', '2027-02-06', '2028-01-26', '2029-02-12', '2030-02-02', '2031-01-22'],
  worked: ['2025-01-31', '2026-02-19', '2028-01-29', '2029-02-15', '2031-01-25'],
};
/** Three days of the new year; since 2025, by Decree 795 of the State Council, its eve before them and a second day of labour. The library has the eve and two. */
const CHINESE_NEW_YEAR: Correction = {
  off: [
    ...['2024-02-12', '2025-01-31', '2026-02-19', '2027-02-08', '2028-01-28', '2029-02-15', '2030-02-05', '2031-01-25'],
    ...YEARS.filter((year) => year >= 2025).map((year) => `${year}-05-02`),
  ],
  worked: ['2024-02-09'],
};

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
    corrected: VETERANS_DAY,
  },
  { jurisdiction: 'GB', country: ['GB', 'ENG'], zone: 'Europe/London', note: 'bank holidays of England' },
  {
    jurisdiction: 'KR',
    country: ['KR'],
    zone: 'Asia/Seoul',
    note: 'public holidays without those that are decreed for one year',
    corrected: SEOLLAL,
  },
  { jurisdiction: 'JP', country: ['JP'], zone: 'Asia/Tokyo', note: 'national holidays' },
  {
    jurisdiction: 'SG',
    country: ['SG'],
    zone: 'Asia/Singapore',
    note: 'public holidays; from 2027 on those of the moon are reckoned, and Vesak Day and most days in lieu are missing',
  },
  {
    jurisdiction: 'CN',
    country: ['CN'],
    zone: 'Asia/Shanghai',
    note: 'statutory holidays of everybody; weekends that are worked in exchange are not among the data',
    corrected: CHINESE_NEW_YEAR,
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
function calendarOf({ jurisdiction, country, zone, note, corrected }: Country): WorkingCalendar {
  let holidays: ReadonlySet<string> | undefined;
  return {
    jurisdiction,
    zone,
    weekend: SATURDAY_AND_SUNDAY,
    get holidays() {
      holidays ??= withCorrection(holidaysOf(country), corrected);
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

const withCorrection = (holidays: ReadonlySet<string>, { off, worked = [] }: Correction = { off: [] }): ReadonlySet<string> =>
  new Set([...holidays, ...off].filter((date) => !worked.includes(date)));

/** The library says in a note, which its types leave out, for whom a day is off. */
const isOfSome = (day: { note?: string } | object): boolean => 'note' in day && Boolean(day.note);

const lengthOf = ({ start, end }: { start: Date; end: Date }): number => Math.round((2 * (end.getTime() - start.getTime())) / DAY_MS) / 2;

const datesFrom = (date: string, days: number): string[] =>
  Array.from({ length: days }, (_, n) => new Date(Date.parse(date) + n * DAY_MS).toISOString().slice(0, 10));
