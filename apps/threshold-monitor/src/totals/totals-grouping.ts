import { HOUR_MS } from '@tidemark/domain';
/** By what totals are told apart, and the UTC hours, days and months that usage falls into. */
export const GROUP_KEYS = ['hour', 'day', 'month', 'accelerator', 'account', 'cluster', 'customer', 'party'] as const;
export type GroupKey = (typeof GROUP_KEYS)[number];

/** The finest unit of time that is asked for: the coarser ones follow from it. */
export type TimeGrain = 'hour' | 'day' | 'month' | 'none';

export interface Grouping {
  readonly keys: readonly GroupKey[];
  readonly grain: TimeGrain;
  readonly byAccelerator: boolean;
  readonly byAccount: boolean;
  readonly byCluster: boolean;
  /** By whose the hours were: the owner's number among the hours asked for. */
  readonly byOwner: boolean;
}

export function groupingOf(keys: readonly GroupKey[]): Grouping {
  return {
    keys,
    grain: (['hour', 'day', 'month'] as const).find((grain) => keys.includes(grain)) ?? 'none',
    byAccelerator: keys.includes('accelerator'),
    byAccount: keys.includes('account'),
    byCluster: keys.includes('cluster'),
    byOwner: keys.includes('customer') || keys.includes('party'),
  };
}

const DAY_MS = 24 * HOUR_MS;

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

/** ISO 8601 of the part of time that a slot stands for: 2024-03-01T05:00:00Z, 2024-03-01 or 2024-03. `key` may be coarser than `grain`. */
export function timeName(grain: TimeGrain, slot: number, key: 'hour' | 'day' | 'month'): string {
  const iso = grain === 'month' ? monthIso(slot) : new Date(slot * (grain === 'hour' ? HOUR_MS : DAY_MS)).toISOString();
  return key === 'hour' ? `${iso.slice(0, 19)}Z` : iso.slice(0, key === 'day' ? 10 : 7);
}

const monthIso = (slot: number): string => new Date(Date.UTC(Math.floor(slot / 12), slot % 12)).toISOString();
