import { dueAt, isWorked, PUBLISHED_RULEBOOK } from '@tidemark/domain';
import { BUILT_IN_CALENDARS } from './built-in-calendars.js';

const calendar = (jurisdiction: string) => BUILT_IN_CALENDARS.get(jurisdiction)!;

describe('the calendars that are built in', () => {
  it('are there for every jurisdiction of the rulebook', () => {
    for (const { jurisdiction } of PUBLISHED_RULEBOOK.rules) expect(BUILT_IN_CALENDARS.has(jurisdiction)).toBe(true);
  });

  it.each([
    ['EU', '2026-05-14', 'Ascension'],
    ['EU', '2031-12-25', 'the last year'],
    ['US', '2026-07-03', 'the Friday for the Saturday of Independence Day'],
    ['US', '2026-11-26', 'Thanksgiving'],
    ['GB', '2026-12-28', 'the Monday for Boxing Day'],
    ['US', '2028-11-10', 'the Friday for the Saturday of Veterans Day'],
    ['US', '2029-11-12', 'the Monday for its Sunday'],
    ['KR', '2026-02-16', 'the eve of the new year, the first of three days'],
    ['KR', '2026-02-18', 'the last of them'],
    ['KR', '2027-02-09', 'the Tuesday for the Sunday of the new year'],
    ['JP', '2026-05-06', 'the end of the golden week'],
    ['SG', '2026-08-10', 'the Monday for National Day'],
    ['CN', '2026-10-02', 'the second National Day'],
    ['CN', '2026-02-19', 'the third day of the new year'],
    ['CN', '2025-05-02', 'the second day of labour, since 2025'],
  ])('%s: nobody works on %s, %s', (jurisdiction, day) => expect(calendar(jurisdiction).holidays.has(day)).toBe(true));

  it.each([
    ['CN', '2026-06-01', 'children'],
    ['CN', '2026-05-04', 'young people, half a day'],
    ['KR', '2026-02-19', 'the second day after the new year'],
    ['CN', '2024-05-02', 'the day after that of labour, until 2025'],
    ['CN', '2024-02-09', 'the eve of the new year, until 2025'],
    ['EU', '2026-07-04', 'no holiday there'],
  ])('%s: %s is no day off for everybody (%s)', (jurisdiction, day) => expect(calendar(jurisdiction).holidays.has(day)).toBe(false));

  it('say what nobody compared with the gazettes', () =>
    expect([...BUILT_IN_CALENDARS.values()].filter(({ verified }) => verified).map(({ jurisdiction }) => jurisdiction)).toEqual(['-']));

  it('are of version 0, and end two weeks before Whit Monday a day later', () => {
    expect([...BUILT_IN_CALENDARS.values()].every(({ version }) => version === 0)).toBe(true);
    const due = dueAt({ unit: 'DAYS', count: 14 }, Date.parse('2026-05-11T12:00:00+02:00'), calendar('EU'));
    expect(new Date(due).toISOString()).toBe('2026-05-26T22:00:00.000Z');
    expect(isWorked(calendar('EU'), Date.parse('2026-05-25T00:00:00Z') / 86_400_000)).toBe(false);
  });
});
