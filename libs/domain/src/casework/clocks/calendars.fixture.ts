import fc from 'fast-check';
import type { WorkingCalendar } from './calendar-book.js';

/** Zones whose clocks do what clocks can do: by an hour and by half of one, at midnight and at one past it, a day left out, a quarter of an hour off. */
export const ZONES = [
  'UTC',
  'Europe/Brussels',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Seoul',
  'Asia/Tehran',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
] as const;

export const calendarOf = (changes: Partial<WorkingCalendar> = {}): WorkingCalendar => ({
  jurisdiction: '-',
  zone: 'UTC',
  weekend: [6, 7],
  holidays: new Set(),
  rollsForward: true,
  source: 'the test',
  verified: true,
  version: 1,
  ...changes,
});

const FIRST = Date.UTC(1986, 0, 1);
const LAST = Date.UTC(2034, 0, 1);

/** Any instant of half a century, and more often those around a day on which clocks change or a month is short. */
export const instants = fc.oneof(
  fc.integer({ min: FIRST, max: LAST }),
  fc
    .tuple(
      fc.constantFrom(
        '2011-12-30',
        '2018-11-04',
        '2019-02-17',
        '2006-10-29',
        '2026-03-29',
        '2026-10-25',
        '2026-03-08',
        '2026-11-01',
        '2028-02-29',
        '2027-02-28',
        '2026-12-31',
        '2026-04-05',
      ),
      fc.integer({ min: -36 * 3_600_000, max: 36 * 3_600_000 }),
    )
    .map(([day, off]) => Date.parse(`${day}T00:00:00Z`) + off),
);

const holidays = fc
  .array(fc.tuple(fc.integer({ min: 2010, max: 2033 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })), {
    maxLength: 200,
  })
  .map((days) => new Set(days.map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)));

export const calendars: fc.Arbitrary<WorkingCalendar> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    weekend: fc.constantFrom([6, 7], [5, 6], [7], []),
    holidays,
    rollsForward: fc.boolean(),
  })
  .map(calendarOf);
