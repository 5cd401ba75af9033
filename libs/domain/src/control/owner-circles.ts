import type { HoldingGraph } from './holding-graph.js';
import { UpwardComponents } from './upward-components.js';

/** Whoever comes back to itself more often than this is left to the full solution: walking would take too long to say anything. */
export const RETURNS_MAX = 16;

/** Rounding of the few sums here, outward. */
const OUTWARD = 1 + 1e-12;

/**
 * How much of itself anybody can own through circles. A walk upward from k, going to each owner with the probability of its share, visits k
 * 1 / (1 - p) times in all, p the probability of coming back at all, which is at most that of being in k's circle after two steps.
 */
export class OwnerCircles {
  private readonly inCircle: Uint8Array;
  private readonly tangled: Uint8Array;

  constructor(private readonly graph: HoldingGraph) {
    this.inCircle = new Uint8Array(graph.size);
    this.tangled = new Uint8Array(graph.size);
    const circles = new UpwardComponents(graph).all().filter(({ length }) => length > 1);
    for (const member of circles.flat()) this.inCircle[member] = 1;
    this.spread(circles.flatMap((members) => this.returningOften(members)));
  }

  /** Whether an owner of the person, through any depth, or the person itself, may come back to itself more than RETURNS_MAX times. */
  isTangled(node: number): boolean {
    return this.tangled[node] === 1;
  }

  /** Whether circles may be others when what `owner` holds in `owned` changes: a holding is in a circle, or its shares are a circle's. */
  mayChangeWith(owner: number, owned: number): boolean {
    if (this.inCircle[owned] === 1) return true;
    const found = new Set([owned]);
    for (const node of found) {
      if (node === owner) return true;
      for (const below of this.graph.ownedBy(node)) found.add(below);
    }
    return false;
  }

  /** Down to everybody below. */
  private spread(nodes: number[]): void {
    for (const node of nodes) this.tangled[node] = 1;
    for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
      for (const owned of this.graph.ownedBy(node)) {
        if (this.tangled[owned] === 1) continue;
        this.tangled[owned] = 1;
        nodes.push(owned);
      }
    }
  }

  private returningOften(members: readonly number[]): number[] {
    const within = new Set(members);
    const once = new Map(members.map((member) => [member, this.weighted(member, (owner) => (within.has(owner) ? 1 : 0))]));
    return members.filter((member) => {
      const back = this.weighted(member, (owner) => once.get(owner) ?? 0);
      return back >= 1 - 1 / RETURNS_MAX;
    });
  }

  private weighted(member: number, weight: (owner: number) => number): number {
    const { owners, shares } = this.graph.ownersOf(member);
    let sum = 0;
    for (let index = 0; index < owners.length; index += 1) sum += shares[index]! * weight(owners[index]!);
    return sum * OUTWARD;
  }
}
