import type { GroupMembers, MemberChange } from './customer-groups.js';
import { exactOwnersOf, QUARTER, reachesNearby } from './exact-ownership.js';
import { compare, type Fraction, toNumber } from './fraction.js';
import type { HoldingGraph, OwnersColumn } from './holding-graph.js';
import type { ControlFinding } from './holdings.js';
import { OwnerCircles } from './owner-circles.js';
import { OwnershipBounds } from './ownership-bounds.js';
import { type QuarterOwners, QuarterWalk, ROUNDED } from './quarter-walk.js';
import { differenceOf, NOBODY } from './sorted-numbers.js';

/** What a walk found, and how much of change it still bears. */
interface Verdict extends Pick<QuarterOwners, 'lookedAt' | 'through' | 'slack'> {
  /** Assumed of everybody above. */
  readonly returns: number;
  /** The most that anybody's share can have changed since. */
  borne: number;
}

/** Groups by the rule `ownership-25`, or by another share: for each member the sorted list of those who own at least so much of it. */
export class OwnershipMembers implements GroupMembers {
  private readonly bounds: OwnershipBounds;
  private readonly share: number;
  private readonly walk: QuarterWalk;
  private circles: OwnerCircles;
  private readonly owners: Int32Array[] = [];
  /** Members whose owners rest on everybody above them. */
  private readonly onAll = new Set<number>();
  private readonly verdicts: (Verdict | undefined)[] = [];
  private readonly undecided = new Map<number, readonly number[]>();
  /** Shares of the owners of a person when they were last changed. */
  private readonly columns: OwnersColumn[] = [];
  private groups: Int32Array[] | undefined;

  constructor(
    private readonly graph: HoldingGraph,
    private readonly threshold: Fraction = QUARTER,
  ) {
    this.share = toNumber(threshold);
    this.bounds = new OwnershipBounds(graph);
    this.walk = new QuarterWalk(graph, this.share);
    this.circles = new OwnerCircles(graph);
    this.grow();
    for (let node = 0; node < graph.size; node += 1) this.owners[node] = this.computed(node);
  }

  membersOf(controller: number): ArrayLike<number> {
    this.groups ??= this.turned();
    return this.groups[controller] ?? NOBODY;
  }

  controllersOf(member: number): number[] {
    return Array.from(this.owners[member]!);
  }

  recompute(owner: number, owned: number): MemberChange[] {
    this.grow();
    const changes = new Map<number, { controller: number; joined: number[]; left: number[] }>();
    const changeOf = (controller: number) => {
      const change = changes.get(controller) ?? { controller, joined: [], left: [] };
      changes.set(controller, change);
      return change;
    };
    for (const member of this.affected(owner, owned)) {
      const before = this.owners[member]!;
      this.owners[member] = this.computed(member);
      const difference = differenceOf(before, this.owners[member]);
      for (const controller of difference?.joined ?? []) changeOf(controller).joined.push(member);
      for (const controller of difference?.left ?? []) changeOf(controller).left.push(member);
    }
    if (changes.size > 0) this.groups = undefined;
    return [...changes.values()];
  }

  findings(): ControlFinding[] {
    const { ids } = this.graph;
    return [...this.undecided].flatMap(([owned, owners]) =>
      owners.map((owner) => ({ code: 'SHARE_NOT_DECIDED' as const, owner: ids[owner]!, owned: ids[owned]! })),
    );
  }

  /** Whoever looked at the owners of `owned` so that the change may tell, or has to look elsewhere now. */
  private affected(owner: number, owned: number): Set<number> {
    const affected = new Set([owned]);
    const had = this.columns[owned]!.owners.includes(owner);
    const changed = this.changeOf(owned);
    const circles = this.circles.after(owner, owned, had !== this.columns[owned]!.owners.includes(owner));
    if (circles !== this.circles) {
      this.circles = circles;
      for (let node = 0; node < this.graph.size; node += 1) if (circles.returnsAbove(node) > this.trusted(node)) affected.add(node);
    }
    for (const [member, verdict] of this.verdicts.entries()) if (verdict && !outlasts(verdict, owned, changed)) affected.add(member);
    if (this.onAll.size > 0) for (const node of this.below(owned)) if (this.onAll.has(node)) affected.add(node);
    return affected;
  }

  /** Up to how many returns the verdict about a member holds. */
  private trusted(member: number): number {
    return this.verdicts[member]?.returns ?? Number.POSITIVE_INFINITY;
  }

  /** How much of the column of `owned` is another than before, by the owners that are compared; the new one is kept. */
  private changeOf(owned: number): number {
    const [before, after] = [sharesOf(this.columns[owned]!), sharesOf(this.graph.ownersOf(owned))];
    this.columns[owned] = this.graph.ownersOf(owned);
    let changed = 0;
    for (const [owner, share] of after) changed += Math.abs(share - (before.get(owner) ?? 0));
    for (const [owner, share] of before) if (!after.has(owner)) changed += share;
    return changed;
  }

  private below(start: number): Iterable<number> {
    const found = new Set([start]);
    for (const node of found) for (const owned of this.graph.ownedBy(node)) found.add(owned);
    return found;
  }

  private grow(): void {
    while (this.owners.length < this.graph.size) {
      this.owners.push(NOBODY);
      this.verdicts.push(undefined);
      this.columns.push(this.graph.ownersOf(this.columns.length));
    }
  }

  /** Walking decides nearly all, and bounds on everybody above what it cannot; exact fractions decide what is near a quarter. */
  private computed(owned: number): Int32Array {
    this.undecided.delete(owned);
    const returns = this.circles.returnsAbove(owned);
    const walked = this.circles.isTangled(owned) ? undefined : this.walk.ownersOf(owned, returns);
    const { sure, near } = walked ?? this.bounded(owned);
    const decided = this.decided(owned, near);
    this.rest(owned, walked && decided !== 'ON_ALL' ? verdictOf(walked, returns) : undefined);
    const owners = [...sure, ...(decided === 'ON_ALL' ? this.exactly(owned, near) : decided)];
    return owners.length === 0 ? NOBODY : Int32Array.from(owners).sort();
  }

  private rest(owned: number, verdict: Verdict | undefined): void {
    this.verdicts[owned] = verdict;
    if (verdict) this.onAll.delete(owned);
    else this.onAll.add(owned);
  }

  private bounded(owned: number): { sure: number[]; near: number[] } {
    const sure: number[] = [];
    const near: number[] = [];
    // A share that is no double, as a third, lies a rounding beside it: who is that near is told exactly.
    const [least, enough] = [this.share * (1 - ROUNDED), this.share * (1 + ROUNDED)];
    for (const [owner, { lower }] of this.bounds.ownersOf(owned, least)) (lower >= enough ? sure : near).push(owner);
    return { sure, near };
  }

  private decided(owned: number, near: readonly number[]): readonly number[] | 'ON_ALL' {
    return near.every((owner) => reachesNearby(this.graph, { owner, start: owned, threshold: this.threshold })) ? near : 'ON_ALL';
  }

  private exactly(owned: number, near: readonly number[]): readonly number[] {
    const exact = exactOwnersOf(this.graph, owned);
    if (exact) return near.filter((owner) => compare(exact.get(owner)!, this.threshold) >= 0);
    this.undecided.set(owned, near);
    return near;
  }

  private turned(): Int32Array[] {
    const groups = new Map<number, number[]>();
    for (const [owned, owners] of this.owners.entries()) {
      for (const owner of owners) {
        const group = groups.get(owner);
        if (group) group.push(owned);
        else groups.set(owner, [owned]);
      }
    }
    return this.graph.ids.map((_, node) => Int32Array.from(groups.get(node) ?? []));
  }
}

const sharesOf = ({ owners, shares }: OwnersColumn): Map<number, number> => new Map(owners.map((owner, index) => [owner, shares[index]!]));

const verdictOf = ({ lookedAt, through, slack }: QuarterOwners, returns: number): Verdict => ({
  lookedAt,
  through,
  slack,
  returns,
  borne: 0,
});

/**
 * Whether what changed at `owned` is too little to tell: what flows through it, times the part that goes elsewhere, times the returns, is
 * the most that anybody gets or loses. Each change that is borne leaves less to bear. Who did not look at `owned` bears anything: whatever
 * reaches it was counted against everybody already.
 */
function outlasts(verdict: Verdict, owned: number, changed: number): boolean {
  const place = verdict.lookedAt.indexOf(owned);
  if (place < 0) return true;
  const most = (verdict.through[place]! + verdict.borne) * changed * verdict.returns * 1.000001;
  if (verdict.borne + most >= verdict.slack) return false;
  verdict.borne += most;
  return true;
}
