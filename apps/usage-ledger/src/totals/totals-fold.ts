import { slotsOf } from '@tidemark/domain';
import type { PostingColumns } from '../postgres/posting-columns.js';
import type { Grouping } from './totals-grouping.js';

/** Accelerator-milliseconds and TFLOP. */
export interface Sums {
  acceleratorMs: bigint;
  lower: bigint;
  expected: bigint;
  upper: bigint;
}

/** The ledger's own ids of what a group stands for; 0 where the grouping does not tell apart. `slot`: see slotOf. */
export interface GroupIds {
  slot: number;
  acceleratorId: number;
  accountId: number;
  clusterId: number;
}

export type GroupSums = GroupIds & Sums;

/** Which postings are asked for. Hours since 1970, from inclusive, to exclusive. */
export interface PostingFilter {
  accountId?: number;
  clusterId?: number;
  fromHour: number;
  toHour: number;
}

/** Sums by group, from table rows and from postings, added or taken away. */
export class TotalsFold {
  private readonly groups = new Map<string, GroupSums>();
  /** Neighbours in a segment are often of one group: it is found without a key then. */
  private last: GroupSums | undefined;

  constructor(private readonly grouping: Grouping) {}

  get size(): number {
    return this.groups.size;
  }

  add(row: GroupSums): void {
    const group = this.group(row.slot, row.acceleratorId, row.accountId, row.clusterId);
    group.acceleratorMs += row.acceleratorMs;
    group.lower += row.lower;
    group.expected += row.expected;
    group.upper += row.upper;
  }

  /** Adds (sign 1) or takes away (sign -1) the postings that pass the filter. */
  fold(columns: PostingColumns, filter: PostingFilter, sign: 1n | -1n): void {
    const { grain, byAccelerator, byAccount, byCluster } = this.grouping;
    const slotAt = slotsOf(grain);
    for (let i = 0; i < columns.length; i++) {
      const hour = columns.hour[i]!;
      const account = columns.accountId[i]!;
      const cluster = columns.clusterId[i]!;
      if (hour < filter.fromHour || hour >= filter.toHour) continue;
      if (filter.accountId !== undefined && filter.accountId !== account) continue;
      if (filter.clusterId !== undefined && filter.clusterId !== cluster) continue;
      const accelerator = byAccelerator ? columns.acceleratorId[i]! : 0;
      const group = this.group(slotAt(hour), accelerator, byAccount ? account : 0, byCluster ? cluster : 0);
      group.acceleratorMs += sign * columns.acceleratorMs[i]!;
      group.lower += sign * columns.lower[i]!;
      group.expected += sign * columns.expected[i]!;
      group.upper += sign * columns.upper[i]!;
    }
  }

  /** Groups with anything but zeros: one that was emptied by a correction, or that came later, is not there. */
  result(): GroupSums[] {
    return [...this.groups.values()].filter((g) => g.acceleratorMs !== 0n || g.lower !== 0n || g.expected !== 0n || g.upper !== 0n);
  }

  private group(slot: number, acceleratorId: number, accountId: number, clusterId: number): GroupSums {
    const { last } = this;
    if (last && last.slot === slot && last.acceleratorId === acceleratorId && last.accountId === accountId && last.clusterId === clusterId)
      return last;
    const key = `${slot}/${acceleratorId}/${accountId}/${clusterId}`;
    let group = this.groups.get(key);
    if (!group) {
      group = { slot, acceleratorId, accountId, clusterId, acceleratorMs: 0n, lower: 0n, expected: 0n, upper: 0n };
      this.groups.set(key, group);
    }
    this.last = group;
    return group;
  }
}

export const sumOf = (groups: readonly Sums[]): Sums =>
  groups.reduce<Sums>(
    (sum, g) => ({
      acceleratorMs: sum.acceleratorMs + g.acceleratorMs,
      lower: sum.lower + g.lower,
      expected: sum.expected + g.expected,
      upper: sum.upper + g.upper,
    }),
    { acceleratorMs: 0n, lower: 0n, expected: 0n, upper: 0n },
  );
