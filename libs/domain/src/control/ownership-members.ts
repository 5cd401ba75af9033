import type { GroupMembers, MemberChange } from './customer-groups.js';
import { exactOwnersOf, QUARTER } from './exact-ownership.js';
import { compare } from './fraction.js';
import type { HoldingGraph } from './holding-graph.js';
import type { ControlFinding } from './holdings.js';
import { OwnershipBounds } from './ownership-bounds.js';
import { differenceOf, NOBODY } from './sorted-numbers.js';

/** Groups by the rule `ownership-25`: for each member the sorted list of those who own at least a quarter of it. */
export class OwnershipMembers implements GroupMembers {
  private readonly bounds: OwnershipBounds;
  private readonly owners: Int32Array[] = [];
  private readonly undecided = new Map<number, number[]>();
  private groups: Int32Array[] | undefined;

  constructor(private readonly graph: HoldingGraph) {
    this.bounds = new OwnershipBounds(graph);
    for (let node = 0; node < graph.size; node += 1) this.owners.push(this.computed(node));
  }

  membersOf(controller: number): ArrayLike<number> {
    this.groups ??= this.turned();
    return this.groups[controller] ?? NOBODY;
  }

  controllersOf(member: number): number[] {
    return Array.from(this.owners[member]!);
  }

  /** What is owned, and everything below it: nobody else's owners have a way through the holding. */
  recompute(_owner: number, owned: number): MemberChange[] {
    while (this.owners.length < this.graph.size) this.owners.push(NOBODY);
    const changes = new Map<number, { controller: number; joined: number[]; left: number[] }>();
    const changeOf = (controller: number) => {
      const change = changes.get(controller) ?? { controller, joined: [], left: [] };
      changes.set(controller, change);
      return change;
    };
    for (const member of this.below(owned)) {
      const difference = this.renew(member);
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

  private renew(member: number): { joined: number[]; left: number[] } | undefined {
    const before = this.owners[member]!;
    this.owners[member] = this.computed(member);
    return differenceOf(before, this.owners[member]);
  }

  private below(start: number): Iterable<number> {
    const found = new Set([start]);
    for (const node of found) for (const owned of this.graph.ownedBy(node)) if (this.graph.holding(node, owned)!.shares) found.add(owned);
    return found;
  }

  /** Bounds decide what is not near a quarter; exact fractions decide the rest. */
  private computed(owned: number): Int32Array {
    this.undecided.delete(owned);
    if (this.graph.ownersOf(owned).owners.length === 0) return NOBODY;
    const sure: number[] = [];
    const near: number[] = [];
    for (const [owner, { lower }] of this.bounds.ownersOf(owned, 0.25)) (lower >= 0.25 ? sure : near).push(owner);
    const owners = [...sure, ...this.decided(owned, near)];
    return owners.length === 0 ? NOBODY : Int32Array.from(owners).sort();
  }

  private decided(owned: number, near: readonly number[]): readonly number[] {
    if (near.length === 0) return near;
    const exact = exactOwnersOf(this.graph, owned);
    if (exact) return near.filter((owner) => compare(exact.get(owner)!, QUARTER) >= 0);
    this.undecided.set(owned, [...near]);
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
