import type { HoldingGraph } from './holding-graph.js';
import { type CircleShare, OwnershipCircle, ROUNDING } from './ownership-circle.js';
import { UpwardComponents } from './upward-components.js';

/** Between `lower` and `upper` lies the effective economic share, proven. */
export interface ShareBounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Effective economic shares in doubles with bounds that hold whatever was rounded. All terms are above zero, so nothing cancels: a result
 * of n operations is off by a factor of (1 + 2^-53)^n at most. What {@link exactOwnersOf} says lies between them, always.
 * One object walks for many and is not shared between walks.
 */
export class OwnershipBounds {
  private lower = new Float64Array(0);
  private upper = new Float64Array(0);
  /** Place in the circle that is being solved, from one on. */
  private place = new Int32Array(0);
  private readonly components: UpwardComponents;

  constructor(private readonly graph: HoldingGraph) {
    this.components = new UpwardComponents(graph);
  }

  /** Owners of `start` through any depth whose share may be `least`; without the start itself. */
  ownersOf(start: number, least = 0): Map<number, ShareBounds> {
    const components = this.components.from(start);
    this.begin(components);
    let operations = this.passUp(start, 1, 1);
    for (const members of components) operations += members.length === 1 ? this.passAlone(members[0]!) : this.passCircle(members);
    return this.answer(components, start, least, operations * ROUNDING * 1.01);
  }

  private begin(components: readonly number[][]): void {
    if (this.lower.length < this.graph.size) {
      this.lower = new Float64Array(this.graph.size * 2);
      this.upper = new Float64Array(this.graph.size * 2);
      this.place = new Int32Array(this.graph.size * 2);
    }
    for (const members of components) {
      for (const member of members) {
        this.lower[member] = 0;
        this.upper[member] = 0;
      }
    }
  }

  private answer(components: readonly number[][], start: number, least: number, off: number): Map<number, ShareBounds> {
    const owners = new Map<number, ShareBounds>();
    for (const members of components) {
      for (const member of members) {
        const upper = this.upper[member]! * (1 + off);
        if (member === start || upper < least || upper === 0) continue;
        owners.set(member, { lower: Math.min(1, this.lower[member]! * (1 - off)), upper: Math.min(1, upper) });
      }
    }
    return owners;
  }

  private passAlone(member: number): number {
    return this.passUp(member, this.lower[member]!, this.upper[member]!);
  }

  /** To owners outside of the circle that is being solved. Hands back how many operations a term can have gone through. */
  private passUp(from: number, lower: number, upper: number): number {
    const { owners, shares } = this.graph.ownersOf(from);
    for (let index = 0; index < owners.length; index += 1) {
      const owner = owners[index]!;
      if (this.place[owner] !== 0) continue;
      this.lower[owner]! += lower * shares[index]!;
      this.upper[owner]! += upper * shares[index]!;
    }
    // Three to convert an exact share, one to multiply, and at each owner one to add.
    return 4 + owners.length;
  }

  private passCircle(members: readonly number[]): number {
    for (const [index, member] of members.entries()) this.place[member] = index + 1;
    const [lower, upper] = this.solved(members);
    let operations = 0;
    for (const [index, member] of members.entries()) {
      this.lower[member] = lower[index]!;
      this.upper[member] = upper[index]!;
      operations += this.passUp(member, lower[index]!, upper[index]!);
    }
    for (const member of members) this.place[member] = 0;
    return operations;
  }

  private solved(members: readonly number[]): [number[], number[]] {
    const inflow = [members.map((member) => this.lower[member]!), members.map((member) => this.upper[member]!)] as const;
    if (isClosed(this.graph, members)) {
      const together = inflow.map((values) => values.reduce((sum, value) => sum + value, 0));
      return [members.map(() => together[0]!), members.map(() => together[1]!)];
    }
    const circle = new OwnershipCircle(members.length, this.sharesWithin(members));
    return [circle.lower(inflow[0]), circle.upper(inflow[1])];
  }

  private sharesWithin(members: readonly number[]): CircleShare[] {
    return members.flatMap((member, owned) => {
      const { owners, shares } = this.graph.ownersOf(member);
      return owners.flatMap((owner, index) => {
        const place = this.place[owner]!;
        return place === 0 ? [] : [{ owner: place - 1, owned, share: shares[index]! }];
      });
    });
  }
}

/** Whether nobody outside of a circle, and nobody unnamed, owns anything of it: its series has no sum. */
export function isClosed(graph: HoldingGraph, members: readonly number[]): boolean {
  if (members.length === 1) return false;
  const within = new Set(members);
  return members.every((member) => graph.isWhollyOwned(member) && graph.ownersOf(member).owners.every((owner) => within.has(owner)));
}
