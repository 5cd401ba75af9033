import { at, msAt, ruleOf, vectorOf } from './judging.fixture.js';
import { repeatedUse } from './repeated-use.js';

const band = ruleOf({ id: 'band', kind: 'BAND', number: '1e14', level: 'IDENTIFIED' }); // 100 TFLOP
type Rows = Parameters<typeof vectorOf>[0];
const found = (rows: Rows, now = '2030-01-01') =>
  repeatedUse(vectorOf(rows), band, msAt(now)).map(({ pattern, moment, occurrence }) => [pattern, moment.hour, moment.minute, occurrence]);
const months = (rows: Rows, now?: string) => found(rows, now).filter(([pattern]) => pattern === 'MONTHS');
const years = (rows: Rows, now?: string) => found(rows, now).filter(([pattern]) => pattern === 'YEAR');
const monthly = (tflop: bigint, ...days: string[]): Rows => days.map((day) => [at(`${day}T10`), tflop] as const);
const MARCH = (2026 - 1970) * 12 + 2;

describe('the same band in three months running', () => {
  it('is told in the hour of the third month in which its own use reaches the band', () => {
    const rows = [...monthly(100n, '2026-01-31', '2026-02-01'), [at('2026-03-05T00'), 60n], [at('2026-03-09T03'), 80n]] as Rows;
    expect(months(rows)).toEqual([['MONTHS', at('2026-03-09T03'), 30, MARCH]]);
  });

  it('is not when a month is missing, or a TFLOP short', () => {
    expect(months(monthly(100n, '2026-01-15', '2026-02-15', '2026-04-15'))).toEqual([]);
    expect(months([...monthly(100n, '2026-01-15', '2026-02-15'), [at('2026-03-15T00'), 99n]])).toEqual([]);
  });

  it('is told again after another three months and not before', () => {
    const days = ['01', '02', '03', '04', '05', '06', '07'].map((month) => `2026-${month}-15`);
    expect(months(monthly(150n, ...days)).map(([, , , month]) => month)).toEqual([MARCH, MARCH + 3]);
  });

  it('needs no three new months after a pause: three running are three running', () => {
    const days = ['2026-01-15', '2026-02-15', '2026-03-15', '2026-05-15', '2026-06-15', '2026-07-15'];
    expect(months(monthly(100n, ...days)).map(([, , , month]) => month)).toEqual([MARCH, MARCH + 4]);
  });
});

describe('the same band again after a year', () => {
  it('is told when the use since reaches it, a year or more after it was last reached', () =>
    expect(years([...monthly(100n, '2024-02-29'), ...monthly(60n, '2025-01-01', '2025-06-01')])).toEqual([
      ['YEAR', at('2025-06-01T10'), 40, 1],
    ]));

  it('is told at the anniversary when it was reached again before; of a leap day on the 28th', () => {
    const rows = monthly(100n, '2024-02-29', '2024-05-01');
    expect(years(rows)).toEqual([['YEAR', at('2025-02-28T10'), 0, 1]]);
    expect(years(rows, '2025-02-28T09:59')).toEqual([]);
    expect(years(rows, '2025-02-28T10:00')).toHaveLength(1);
  });

  it('counts on from each repetition', () =>
    expect(years(monthly(100n, '2024-01-10', '2025-01-10', '2026-03-10')).map(([, hour, , n]) => [hour, n])).toEqual([
      [at('2025-01-10T10'), 1],
      [at('2026-03-10T10'), 2],
    ]));

  it('is not when there is less than the band since', () =>
    expect(years([...monthly(1000n, '2024-01-10'), ...monthly(99n, '2025-02-01')])).toEqual([]));
});
