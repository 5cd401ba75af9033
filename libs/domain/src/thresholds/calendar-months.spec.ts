import fc from 'fast-check';
import { monthOfHour, monthsLater, printMonth } from './calendar-months.js';

const later = (text: string, months: number) => new Date(monthsLater(Date.parse(text), months)).toISOString();

describe('months later', () => {
  it('keeps day and time of day', () => expect(later('2026-01-15T10:30:00Z', 3)).toBe('2026-04-15T10:30:00.000Z'));
  it('passes the end of a year', () => expect(later('2025-11-30T23:59:59.999Z', 12)).toBe('2026-11-30T23:59:59.999Z'));
  it('takes the last day of a month that is too short', () => {
    expect(later('2025-11-30T01:00:00Z', 3)).toBe('2026-02-28T01:00:00.000Z');
    expect(later('2024-02-29T00:00:00Z', 12)).toBe('2025-02-28T00:00:00.000Z');
    expect(later('2023-11-30T00:00:00Z', 3)).toBe('2024-02-29T00:00:00.000Z');
  });

  it('is so many months on, never more', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600_000 }), fc.integer({ min: 0, max: 60 }), (hour, months) => {
        const end = monthsLater(hour * 3_600_000, months) / 3_600_000;
        expect(monthOfHour(end)).toBe(monthOfHour(hour) + months);
        expect(((end % 24) + 24) % 24).toBe(hour % 24);
      }),
    ));
});

it('months are printed as people write them', () =>
  expect(printMonth(monthOfHour(Date.parse('2026-03-31T23:00Z') / 3_600_000))).toBe('2026-03'));
