import { slotsOf } from '@tidemark/domain';
import { AMOUNTS, AT } from '../accumulate/posted-rows.js';
import type { Grouping } from './totals-grouping.js';

/** Amounts in the order of {@link AMOUNTS}: accelerator-milliseconds, then TFLOP. */
export type Amounts = readonly bigint[];

/** What a group stands for; empty or 0 where the grouping does not tell apart. `slot`: see slotOf. */
export interface GroupPlace {
  readonly slot: number;
  readonly accelerator: string;
  readonly provider: string;
  readonly account: string;
  readonly clusterProvider: string;
  readonly cluster: string;
  readonly owner: number;
}

export interface GroupSums extends GroupPlace {
  readonly amounts: bigint[];
}

/** A posting, or a sum of several of one place, by names. */
export interface FoldedRow {
  readonly hour: number;
  readonly provider: string;
  readonly account: string;
  readonly cluster: string;
  readonly accelerator: string;
  readonly owner: number;
}

/** Sums by group, from table rows and from postings, added or taken away. */
export class TotalsFold {
  private readonly groups = new Map<string, GroupSums>();
  private readonly slotAt: (hour: number) => number;

  constructor(private readonly grouping: Grouping) {
    this.slotAt = slotsOf(grouping.grain);
  }

  get size(): number {
    return this.groups.size;
  }

  add(place: GroupPlace, amounts: Amounts, sign: 1n | -1n): void {
    const key = [place.slot, place.accelerator, place.provider, place.account, place.clusterProvider, place.cluster, place.owner].join(
      '\0',
    );
    let group = this.groups.get(key);
    if (!group) this.groups.set(key, (group = { ...place, amounts: AMOUNTS.map(() => 0n) }));
    for (let i = 0; i < amounts.length; i++) group.amounts[i]! += sign * amounts[i]!;
  }

  addRow({ hour, provider, account, cluster, accelerator, owner }: FoldedRow, amounts: Amounts, sign: 1n | -1n): void {
    const { byAccelerator, byAccount, byCluster, byOwner } = this.grouping;
    const place = {
      slot: this.slotAt(hour),
      accelerator: byAccelerator ? accelerator : '',
      provider: byAccount ? provider : '',
      account: byAccount ? account : '',
      clusterProvider: byCluster ? provider : '',
      cluster: byCluster ? cluster : '',
      owner: byOwner ? owner : 0,
    };
    this.add(place, amounts, sign);
  }

  /** Groups with anything but zeros: one that was emptied by a correction, or that came later, is not there. */
  result(): GroupSums[] {
    return [...this.groups.values()].filter(({ amounts }) => OWN.some((at) => amounts[at] !== 0n));
  }
}

/** What a posting itself says; the rest are parts of it. */
const OWN = [AT.accelerator_ms, AT.lower, AT.expected, AT.upper];

export const sumOf = (groups: readonly { amounts: Amounts }[]): bigint[] =>
  AMOUNTS.map((_, at) => groups.reduce((sum, { amounts }) => sum + amounts[at]!, 0n));
