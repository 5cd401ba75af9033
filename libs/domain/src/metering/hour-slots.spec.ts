import fc from 'fast-check';
import { HOUR_MS, hourOf, lastHourOf, msInHour, splitHours } from './hour-slots.js';

const NEW_YEAR_2026 = Date.UTC(2026, 0, 1);
const anyInterval = fc
  .tuple(
    fc.oneof(
      fc.nat(4_102_444_800_000),
      fc.nat(1_139_567).map((hour) => hour * HOUR_MS),
    ),
    fc.integer({ min: 1, max: 31 * 24 * HOUR_MS }),
    fc.boolean(),
  )
  .map(([start, length, whole]) => [start, whole ? (hourOf(start + length) + 1) * HOUR_MS : start + length] as const);

describe('splitHours', () => {
  it('cuts on UTC hour boundaries', () => {
    expect(splitHours(NEW_YEAR_2026 - 1, NEW_YEAR_2026 + HOUR_MS + 1)).toEqual([
      { hour: NEW_YEAR_2026 / HOUR_MS - 1, ms: 1 },
      { hour: NEW_YEAR_2026 / HOUR_MS, ms: HOUR_MS },
      { hour: NEW_YEAR_2026 / HOUR_MS + 1, ms: 1 },
    ]);
  });

  it('is half-open: an end on the boundary does not touch the next hour', () => {
    expect(splitHours(NEW_YEAR_2026, NEW_YEAR_2026 + HOUR_MS)).toEqual([{ hour: NEW_YEAR_2026 / HOUR_MS, ms: HOUR_MS }]);
    expect(splitHours(NEW_YEAR_2026, NEW_YEAR_2026)).toEqual([]);
  });

  it('loses nothing, repeats nothing, and keeps every part inside its hour', () => {
    fc.assert(
      fc.property(anyInterval, ([start, end]) => {
        let at = start;
        for (const { hour, ms } of splitHours(start, end)) {
          if (ms <= 0 || hourOf(at) !== hour || hourOf(at + ms - 1) !== hour) return false;
          at += ms;
        }
        return at === end;
      }),
      { numRuns: 2_000 },
    );
  });

  it('is what the loop without allocation walks', () => {
    fc.assert(
      fc.property(anyInterval, ([start, end]) => {
        const walked: number[] = [];
        for (let hour = hourOf(start); hour <= lastHourOf(end); hour++) walked.push(hour, msInHour(hour, start, end));
        return (
          walked.join() ===
          splitHours(start, end)
            .flatMap(({ hour, ms }) => [hour, ms])
            .join()
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('divides exactly up to 2^53', () => {
    const anyHour = fc.nat(Math.floor(Number.MAX_SAFE_INTEGER / HOUR_MS) - 1);
    fc.assert(
      fc.property(anyHour, (hour) => hourOf(hour * HOUR_MS) === hour && hourOf(hour * HOUR_MS + HOUR_MS - 1) === hour),
      { numRuns: 10_000 },
    );
  });

  it('a part outside the hour is nothing', () => {
    expect(msInHour(5, 0, HOUR_MS)).toBe(0);
    expect(msInHour(0, 5 * HOUR_MS, 6 * HOUR_MS)).toBe(0);
  });
});
