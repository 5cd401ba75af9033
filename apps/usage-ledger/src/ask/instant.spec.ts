import { parseInstant } from './instant.js';

describe('a moment in a question', () => {
  it.each([
    ['2024-03-01', Date.UTC(2024, 2, 1)],
    ['2024-03-01T10:30Z', Date.UTC(2024, 2, 1, 10, 30)],
    ['2024-03-01T10:30:05.250+02:00', Date.UTC(2024, 2, 1, 8, 30, 5, 250)],
    ['1709251200000', 1_709_251_200_000],
    ['0', 0],
    ['-1', -1],
  ])('reads %s', (raw, ms) => expect(parseInstant(raw)).toBe(ms));

  it.each([
    '',
    '2024',
    '2024-03',
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-03-01T10:30',
    '2024-03-01T25:00Z',
    '2024-03-01 10:30Z',
    'yesterday',
    '1e12',
    '12.5',
    '007',
    '9999999999999999',
    '-0',
  ])('refuses %s', (raw) => expect(parseInstant(raw)).toBeUndefined());
});
