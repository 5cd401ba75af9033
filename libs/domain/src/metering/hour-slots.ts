export const HOUR_MS = 3_600_000;

/** The UTC hour, counted from 1970, that an instant (whole milliseconds, 0 to 2^53) falls in. */
export const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS);

/** The last hour that the half-open interval [start, endMs) touches: an end on the boundary belongs to the hour before. */
export const lastHourOf = (endMs: number): number => Math.floor((endMs - 1) / HOUR_MS);

/**
 * Milliseconds of [startMs, endMs) that fall in `hour`, 0 where they do not meet. The hot loop walks
 * `for (let hour = hourOf(startMs); hour <= lastHourOf(endMs); hour++)` and allocates nothing.
 */
export function msInHour(hour: number, startMs: number, endMs: number): number {
  const from = hour * HOUR_MS;
  return Math.max(Math.min(endMs, from + HOUR_MS) - Math.max(startMs, from), 0);
}

export interface HourSlot {
  /** floor(ms / 3,600,000). */
  readonly hour: number;
  /** Length of the part in this hour, 1 to 3,600,000. */
  readonly ms: number;
}

/** The parts of [startMs, endMs) on UTC hour boundaries, in order. They add up to endMs - startMs exactly; empty for an empty interval. */
export function splitHours(startMs: number, endMs: number): HourSlot[] {
  const slots: HourSlot[] = [];
  if (startMs >= endMs) return slots;
  const last = lastHourOf(endMs);
  for (let hour = hourOf(startMs); hour <= last; hour++) slots.push({ hour, ms: msInHour(hour, startMs, endMs) });
  return slots;
}
