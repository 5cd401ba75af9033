import { readMoment } from './service-time.policy.js';

describe('a moment', () => {
  it.each([
    ['2026-03-01', Date.UTC(2026, 2, 1)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2026-03-01T12:30Z', Date.UTC(2026, 2, 1, 12, 30)],
    ['2026-03-01T12:30:15.5Z', Date.UTC(2026, 2, 1, 12, 30, 15, 500)],
    ['2026-03-01T00:00:00+02:00', Date.UTC(2026, 1, 28, 22)],
    ['2026-03-01T00:00:00-05:30', Date.UTC(2026, 2, 1, 5, 30)],
    ['1970-01-01', 0],
  ])('%s is read', (text, ms) => expect(readMoment(text, 'inServiceFrom')).toEqual({ value: ms }));

  it.each([
    '',
    '2026',
    '2026-3-1',
    '2026-13-01',
    '2026-02-30',
    '2025-02-29',
    '2026-03-01T00:00:00',
    '2026-03-01T24:00Z',
    '2026-03-01T12:60Z',
    '2026-03-01T12:30:60Z',
    '2026-03-01T00:00+15:00',
    '2026-03-01 00:00Z',
    '1969-12-31',
    '1970-01-01T00:00+01:00',
    '2200-01-01',
    '1767225600000',
    '2026-03-01T00:00:00.1234Z',
  ])('%s is refused', (text) =>
    expect(readMoment(text, 'inServiceTo')).toMatchObject({ refused: { code: 'TIME_MALFORMED', field: 'inServiceTo' } }),
  );
});
