import { grainOf, type TimeGrain } from '@tidemark/domain';

/** By what totals are told apart. */
export const GROUP_KEYS = ['hour', 'day', 'month', 'accelerator', 'account', 'cluster', 'customer', 'party'] as const;
export type GroupKey = (typeof GROUP_KEYS)[number];

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
    grain: grainOf(keys),
    byAccelerator: keys.includes('accelerator'),
    byAccount: keys.includes('account'),
    byCluster: keys.includes('cluster'),
    byOwner: keys.includes('customer') || keys.includes('party'),
  };
}
