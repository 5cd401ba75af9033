import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { type WorkingCalendar } from './calendar-book.js';
import { calendarOf, calendars, instants, ZONES } from './calendars.fixture.js';
import { CLOCK_KINDS, type ClockTerm, ELAPSING } from './case-clock.js';
import { dueAt, warningsBefore } from './due-at.js';
import { beginningOf, dateOf, dayOfDate, endOfQuarter, isWorked, localDayOf } from './local-days.js';
import { oracleDueAt, zoned } from './temporal-oracle.fixture.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RUNS = { numRuns: 500 };

type CountedTerm = Extract<ClockTerm, { count: number }>;
const counted = (unit: CountedTerm['unit'], max: number) => fc.integer({ min: 1, max }).map((count): CountedTerm => ({ unit, count }));
const countedTerms = fc.oneof(
  counted('HOURS', 500),
  counted('DAYS', 400),
  counted('WORKING_DAYS', 60),
  counted('MONTHS', 40),
  counted('YEARS', 8),
);
const quarterDays: fc.Arbitrary<ClockTerm> = fc.constantFrom(
  { unit: 'QUARTER_DAY', days: ['01-15', '04-15', '07-15', '10-15'] },
  { unit: 'QUARTER_DAY', days: ['12-31'] },
);
const terms = fc.oneof(countedTerms, quarterDays);

describe('local days', () => {
  it('are those of the zone, as another library has them', () =>
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, (zone, at) => {
        const day = localDayOf({ zone }, at);
        expect(dateOf(day)).toBe(zoned(at, { zone }).toPlainDate().toString());
        expect(dayOfDate(dateOf(day))).toBe(day);
      }),
      RUNS,
    ));

  it('begin at the first instant that exists', () =>
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, (zone, at) => {
        const day = localDayOf({ zone }, at) + 1;
        expect(beginningOf({ zone }, day)).toBe(Temporal.PlainDate.from(dateOf(day)).toZonedDateTime(zone).epochMilliseconds);
      }),
      RUNS,
    ));

  it.each([
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z', 'clocks went forward at midnight: the day began at one'],
    ['America/St_Johns', '2006-10-29', '2006-10-29T02:30:00Z', 'clocks went back a minute after midnight: it came twice'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z', 'a day that there was not begins with the next'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00Z', 'and that is it'],
    ['Europe/Brussels', '2026-03-29', '2026-03-28T23:00:00Z', 'clocks change later in the day'],
  ])('%s, %s: %s (%s)', (zone, date, begins) =>
    expect(new Date(beginningOf({ zone }, dayOfDate(date))).toISOString()).toBe(begins.replace('Z', '.000Z')),
  );

  it('make quarters', () =>
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, (zone, at) => {
        const end = zoned(endOfQuarter({ zone }, at), { zone });
        expect([1, 4, 7, 10]).toContain(end.month);
        expect(end.day).toBe(1);
        expect(end.epochMilliseconds).toBeGreaterThan(at);
        expect(end.toPlainDate().since(zoned(at, { zone }).toPlainDate(), { largestUnit: 'days' }).days).toBeLessThanOrEqual(92);
      }),
      RUNS,
    ));
});

describe('the end of a term', () => {
  it('is what counting by another library and another way says', () =>
    fc.assert(
      fc.property(terms, instants, calendars, (term, start, calendar) =>
        expect(dueAt(term, start, calendar)).toBe(oracleDueAt(term, start, calendar)),
      ),
      { numRuns: 800 },
    ));

  it('lies after its start', () =>
    fc.assert(
      fc.property(terms, instants, calendars, (term, start, calendar) => expect(dueAt(term, start, calendar)).toBeGreaterThan(start)),
      RUNS,
    ));

  it('never comes earlier for what starts later', () =>
    fc.assert(
      fc.property(terms, instants, fc.integer({ min: 0, max: 40 * DAY }), calendars, (term, start, later, calendar) => {
        // Where midnight comes twice, the hour between is of the day before again: the one exception, and it is the zone's.
        fc.pre(localDayOf(calendar, start + later) >= localDayOf(calendar, start));
        expect(dueAt(term, start + later, calendar)).toBeGreaterThanOrEqual(dueAt(term, start, calendar));
      }),
      RUNS,
    ));

  it('never comes earlier for a longer term', () =>
    fc.assert(
      fc.property(countedTerms, fc.integer({ min: 0, max: 50 }), instants, calendars, (term, more, start, calendar) =>
        expect(dueAt({ ...term, count: term.count + more }, start, calendar)).toBeGreaterThanOrEqual(dueAt(term, start, calendar)),
      ),
      RUNS,
    ));

  it('of worked days ends with a day that is worked; of days it does where the calendar rolls', () =>
    fc.assert(
      fc.property(terms, instants, calendars, (term, start, calendar) => {
        if (term.unit === 'HOURS' || (term.unit !== 'WORKING_DAYS' && !calendar.rollsForward)) return;
        expect(isWorked(calendar, localDayOf(calendar, dueAt(term, start, calendar) - 1))).toBe(true);
      }),
      RUNS,
    ));

  const brussels = calendarOf({ zone: 'Europe/Brussels', holidays: new Set(['2026-05-01', '2026-12-25']) });
  const newYork = calendarOf({ zone: 'America/New_York' });
  it.each<[string, ClockTerm, string, WorkingCalendar, string]>([
    ['72 hours over the spring change', { unit: 'HOURS', count: 72 }, '2026-03-28T12:00:00+01:00', brussels, '2026-03-31T13:00:00+02:00'],
    ['two weeks over the spring change', { unit: 'DAYS', count: 14 }, '2026-03-20T12:00:00+01:00', brussels, '2026-04-04T00:00:00+02:00'],
    ['two weeks over the autumn change', { unit: 'DAYS', count: 14 }, '2026-10-19T12:00:00-04:00', newYork, '2026-11-03T00:00:00-05:00'],
    ['the last minute of a day is a day', { unit: 'DAYS', count: 1 }, '2026-06-01T23:59:00+02:00', brussels, '2026-06-03T00:00:00+02:00'],
    ['a Saturday becomes Monday', { unit: 'DAYS', count: 14 }, '2026-06-06T10:00:00+02:00', brussels, '2026-06-23T00:00:00+02:00'],
    [
      'a holiday and the weekend after it become Monday',
      { unit: 'DAYS', count: 15 },
      '2026-04-16T10:00:00+02:00',
      brussels,
      '2026-05-05T00:00:00+02:00',
    ],
    ['31 January and a month', { unit: 'MONTHS', count: 1 }, '2028-01-31T10:00:00+01:00', brussels, '2028-03-01T00:00:00+01:00'],
    ['29 February and a year', { unit: 'YEARS', count: 1 }, '2028-02-29T10:00:00+01:00', brussels, '2029-03-01T00:00:00+01:00'],
    [
      '29 February and four years, a Sunday',
      { unit: 'YEARS', count: 4 },
      '2028-02-29T10:00:00+01:00',
      brussels,
      '2032-03-02T00:00:00+01:00',
    ],
    [
      'three worked days over a holiday',
      { unit: 'WORKING_DAYS', count: 3 },
      '2026-04-30T10:00:00+02:00',
      brussels,
      '2026-05-07T00:00:00+02:00',
    ],
    [
      'the quarter day itself is over: the next',
      { unit: 'QUARTER_DAY', days: ['01-15', '04-15'] },
      '2026-04-15T00:00:00+02:00',
      brussels,
      '2027-01-16T00:00:00+01:00',
    ],
    ['until is until', { unit: 'UNTIL', at: 5 }, '2026-04-15T00:00:00+02:00', brussels, '1970-01-01T00:00:00.005Z'],
  ])('%s', (_, term, start, calendar, due) =>
    expect(new Date(dueAt(term, Date.parse(start), calendar)).toISOString()).toBe(new Date(due).toISOString()),
  );

  it('is not looked for without end where nobody ever works', () =>
    expect(() => dueAt({ unit: 'WORKING_DAYS', count: 1 }, 0, calendarOf({ weekend: [1, 2, 3, 4, 5, 6, 7] }))).toThrow('nobody works'));
});

describe('warnings', () => {
  it('rise and lie strictly inside the term', () =>
    fc.assert(
      fc.property(fc.constantFrom(...CLOCK_KINDS), instants, fc.integer({ min: -DAY, max: 400 * DAY }), (kind, start, length) => {
        const warnings = warningsBefore(kind, start, start + length);
        expect(warnings).toEqual([...new Set(warnings)].sort((a, b) => a - b));
        expect(warnings.every((at) => Number.isInteger(at) && at > start && at < start + length)).toBe(true);
        if (!ELAPSING.has(kind) && length > 1) expect(warnings.length).toBeGreaterThan(0);
      }),
    ));

  it.each([
    ['RULE', 14 * DAY, [7 * DAY, 13 * DAY]],
    ['ORDER_ACKNOWLEDGE', 72 * HOUR, [48 * HOUR, 68 * HOUR]],
    ['ORDER_ACKNOWLEDGE', 24 * HOUR, [12 * HOUR, 22 * HOUR]],
    ['RULE', 2 * HOUR, [HOUR]],
    ['ACCESS_END', 30 * DAY, [29 * DAY]],
    ['ACCESS_END', 24 * HOUR, [22 * HOUR]],
    ['ORDER_WARNING', 72 * HOUR, [68 * HOUR]],
    ['SNOOZE', 14 * DAY, []],
    ['RETENTION', 2_555 * DAY, []],
  ] as const)('%s of %d ms: at %j', (kind, length, at) => expect(warningsBefore(kind, 0, length)).toEqual(at));
});
