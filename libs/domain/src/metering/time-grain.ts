import { HOUR_MS } from './hour-slots.js';

/** The finest unit of time by which totals are told apart: the coarser ones follow from it. UTC. */
export type TimeGrain = 'hour' | 'day' | 'month' | 'none';
type TimeKey = Exclude<TimeGrain, 'none'>;

const FINEST_FIRST: readonly TimeKey[] = ['hour', 'day', 'month'];
const DAY_MS = 24 * HOUR_MS;

/** What a grouping by these keys has to tell apart; keys that are not about time do not count. */
export const grainOf = (keys: readonly string[]): TimeGrain => FINEST_FIRST.find((grain) => keys.includes(grain)) ?? 'none';

/** The slot of an hour (hours since 1970): the hour, the day since 1970, or the month since year 0; 0 where time is not told apart. */
export function slotOf(grain: TimeGrain, hour: number): number {
  switch (grain) {
    case 'hour':
      return hour;
    case 'day':
      return Math.floor(hour / 24);
    case 'month': {
      const date = new Date(hour * HOUR_MS);
      return date.getUTCFullYear() * 12 + date.getUTCMonth();
    }
    case 'none':
      return 0;
    default:
      return grain satisfies never;
  }
}

/** {@link slotOf} for hours in order: a month is worked out once a day. */
export function slotsOf(grain: TimeGrain): (hour: number) => number {
  if (grain !== 'month') return (hour) => slotOf(grain, hour);
  let lastDay = Number.NaN;
  let month = 0;
  return (hour) => {
    const day = Math.floor(hour / 24);
    if (day !== lastDay) month = slotOf('month', hour);
    lastDay = day;
    return month;
  };
}

/** ISO 8601 of the part of time that a slot stands for: 2024-03-01T05:00:00Z, 2024-03-01 or 2024-03. `key` may be coarser than `grain`. */
export function timeName(grain: TimeGrain, slot: number, key: TimeKey): string {
  const iso = grain === 'month' ? monthIso(slot) : new Date(slot * (grain === 'hour' ? HOUR_MS : DAY_MS)).toISOString();
  return key === 'hour' ? `${iso.slice(0, 19)}Z` : iso.slice(0, key === 'day' ? 10 : 7);
}

const monthIso = (slot: number): string => new Date(Date.UTC(Math.floor(slot / 12), slot % 12)).toISOString();
