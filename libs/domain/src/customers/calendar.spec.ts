import { isPartialDate, readInstant } from './calendar.js';

describe('dates as people write them', () => {
  it.each([
    ['2026-03-01', Date.UTC(2026, 2, 1)],
    ['2026-03-01T10:30:00+02:00', Date.UTC(2026, 2, 1, 8, 30)],
    ['2026-03-01T10:30Z', Date.UTC(2026, 2, 1, 10, 30)],
    [1_772_323_200_000, 1_772_323_200_000],
  ])('%s is read', (text, ms) => expect(readInstant(text)).toBe(ms));

  it.each(['2026-02-30', '2026-13-01', '2026-03-01T10:30:00', 'yesterday', '2201-01-01', 1.5, Number.NaN, null, {}])('%s is not', (value) =>
    expect(readInstant(value)).toBeUndefined(),
  );

  it('are whole or in parts for a birth', () => {
    expect(['1984', '1984-02', '1984-02-29'].map(isPartialDate)).toEqual([true, true, true]);
    expect(['84', '1984-13', '1983-02-29', '1984-2-1', '0984'].map(isPartialDate)).toEqual([false, false, false, false, false]);
  });
});
