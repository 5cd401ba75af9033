import type { GroupMembers, MemberChange } from './customer-groups.js';
import { exactOwnersOf, QUARTER, reachesNearby } from './exact-ownership.js';
import { compare } from './fraction.js';
import type { HoldingGraph } from './holding-graph.js';
import type { ControlFinding } from './holdings.js';
import { OwnerCircles } from './owner-circles.js';
import { OwnershipBounds } from './ownership-bounds.js';
import { QuarterWalk } from './quarter-walk.js';
import { differenceOf, NOBODY } from './sorted-numbers.js';

/** Groups by the rule `ownership-25`: for each member the sorted list of those who own at least a quarter of it. */
export class OwnershipMembers implements GroupMembers {
  private readonly bounds: OwnershipBounds;
  private readonly walk: QuarterWalk;
  private circles: OwnerCircles;
  private readonly owners: Int32Array[] = [];
  /** Members whose owners rest on everybody above them. */
  private readonly onAll = new Set<number>();
  /** Members whose owners rest on the owners of a person. */
  private readonly restingOn: Set<number>[] = [];
  private readonly restsOn: (readonly number[])[] = [];
  private readonly undecided = new Map<number, readonly number[]>();
  private groups: Int32Array[] | undefined;

  constructor(private readonly graph: HoldingGraph) {
    this.bounds = new OwnershipBounds(graph);
    this.walk = new QuarterWalk(graph);
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

  /** Whoever looked at the owners of `owned`, or may have to look elsewhere now. */
  private affected(owner: number, owned: number): Set<number> {
    const affected = new Set([owned, ...this.restingOn[owned]!]);
    const before = this.circles;
    if (before.mayChangeWith(owner, owned)) {
      this.circles = new OwnerCircles(this.graph);
      for (let node = 0; node < this.graph.size; node += 1) if (before.isTangled(node) !== this.circles.isTangled(node)) affected.add(node);
    }
    if (this.onAll.size > 0) for (const node of this.below(owned)) if (this.onAll.has(node)) affected.add(node);
    return affected;
  }

  private below(start: number): Iterable<number> {
    const found = new Set([start]);
    for (const node of found) for (const owned of this.graph.ownedBy(node)) found.add(owned);
    return found;
  }

  private grow(): void {
    while (this.owners.length < this.graph.size) {
      this.owners.push(NOBODY);
      this.restingOn.push(new Set());
      this.restsOn.push([]);
    }
  }

  /** Walking decides nearly all, and bounds on everybody above what it cannot; exact fractions decide what is near a quarter. */
  private computed(owned: number): Int32Array {
    this.undecided.delete(owned);
    const walked = this.circles.isTangled(owned) ? undefined : this.walk.ownersOf(owned);
    const { sure, near } = walked ?? this.bounded(owned);
    const decided = this.decided(owned, near);
    this.rest(owned, walked && decided !== 'ON_ALL' ? walked.lookedAt : undefined);
    const owners = [...sure, ...(decided === 'ON_ALL' ? this.exactly(owned, near) : decided)];
    return owners.length === 0 ? NOBODY : Int32Array.from(owners).sort();
  }

  private rest(owned: number, lookedAt: readonly number[] | undefined): void {
    for (const node of this.restsOn[owned]!) this.restingOn[node]!.delete(owned);
    this.restsOn[owned] = lookedAt ?? [];
    for (const node of this.restsOn[owned]) this.restingOn[node]!.add(owned);
    if (lookedAt) this.onAll.delete(owned);
    else this.onAll.add(owned);
  }

  private bounded(owned: number): { sure: number[]; near: number[] } {
    const sure: number[] = [];
    const near: number[] = [];
    for (const [owner, { lower }] of this.bounds.ownersOf(owned, 0.25)) (lower >= 0.25 ? sure : near).push(owner);
    return { sure, near };
  }

  private decided(owned: number, near: readonly number[]): readonly number[] | 'ON_ALL' {
    return near.every((owner) => reachesNearby(this.graph, { owner, start: owned, threshold: QUARTER })) ? near : 'ON_ALL';
  }

  private exactly(owned: number, near: readonly number[]): readonly number[] {
    const exact = exactOwnersOf(this.graph, owned);
    if (exact) return near.filter((owner) => compare(exact.get(owner)!, QUARTER) >= 0);
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
