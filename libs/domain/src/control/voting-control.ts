import { compare, HALF, sumOf } from './fraction.js';
import { type HoldingGraph, votesOf } from './holding-graph.js';

/** Doubles further from a half than this are on that side of it; nearer ones are summed exactly. */
const ROUNDING = 1e-9;

/**
 * Rule `control`: k controls x when k, together with everyone k already controls, holds more than half of the votes of x, or one of them
 * holds a control edge in x: the least fixed point. Votes are only ever added up, so the order of looking does not matter.
 * One object walks for many controllers and is not shared between walks.
 */
export class VotingControl {
  private held = new Float64Array(0);
  private heldFor = new Int32Array(0);
  private inGroupOf = new Int32Array(0);
  private walk = 0;

  constructor(private readonly graph: HoldingGraph) {}

  /** Whom `controller` controls, nearest first, without itself. */
  controlledBy(controller: number): number[] {
    this.begin();
    const group = [controller];
    this.inGroupOf[controller] = this.walk;
    for (let next = 0; next < group.length; next += 1) this.reachFrom(group[next]!, group);
    group.shift();
    return group;
  }

  private begin(): void {
    if (this.held.length < this.graph.size) {
      this.held = new Float64Array(this.graph.size * 2);
      this.heldFor = new Int32Array(this.graph.size * 2);
      this.inGroupOf = new Int32Array(this.graph.size * 2);
      this.walk = 0;
    }
    this.walk += 1;
  }

  private reachFrom(member: number, group: number[]): void {
    const { owned, votes } = this.graph.heldBy(member);
    const { walk, held, heldFor, inGroupOf } = this;
    for (let index = 0; index < owned.length; index += 1) {
      const node = owned[index]!;
      if (inGroupOf[node] === walk) continue;
      const together = (heldFor[node] === walk ? held[node]! : 0) + votes[index]!;
      heldFor[node] = walk;
      held[node] = together;
      if (together < 0.5 - ROUNDING || (together < 0.5 + ROUNDING && !this.isMajority(node))) continue;
      inGroupOf[node] = walk;
      group.push(node);
    }
  }

  /** The member that is being looked at, and all before it, are of the group. Exactly one half is no majority. */
  private isMajority(node: number): boolean {
    const together: Parameters<typeof sumOf>[0] = [...this.graph.holdingsIn(node)]
      .filter(([owner]) => this.inGroupOf[owner] === this.walk)
      .map(([, holding]) => votesOf(holding));
    return compare(sumOf(together), HALF) > 0;
  }
}
