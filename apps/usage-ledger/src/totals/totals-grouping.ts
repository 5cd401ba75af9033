import { grainOf, type TimeGrain } from '@tidemark/domain';

/** By what totals are told apart. */
export const GROUP_KEYS = ['hour', 'day', 'month', 'accelerator', 'account', 'cluster'] as const;
export type GroupKey = (typeof GROUP_KEYS)[number];

export interface Grouping {
  keys: readonly GroupKey[];
  grain: TimeGrain;
  byAccelerator: boolean;
  byAccount: boolean;
  byCluster: boolean;
}

export function groupingOf(keys: readonly GroupKey[]): Grouping {
  return {
    keys,
    grain: grainOf(keys),
    byAccelerator: keys.includes('accelerator'),
    byAccount: keys.includes('account'),
    byCluster: keys.includes('cluster'),
  };
}
