import type { HoldingGraph } from './holding-graph.js';
import { RETURNS_MAX } from './owner-circles.js';
import { ROUNDING } from './ownership-circle.js';

/** Who owns at least a quarter, for certain, and who may. */
export interface QuarterOwners {
  readonly sure: readonly number[];
  readonly near: readonly number[];
  /** Persons whose owners were looked at: while theirs stay the same, so does the verdict. */
  readonly lookedAt: readonly number[];
}

const QUARTER = 0.25;
/** Smaller streams are not followed, but counted against whoever may get them: coarse first, fine where that does not decide. */
const FINENESS = [1e-2, 1e-3, 1e-5, 1e-8];
const STEPS_MAX = 200;
/** What is closer to a quarter than this is told by exact fractions. */
const NEAR = 1e-12;

/**
 * Who owns a quarter of somebody, without looking at everybody above: the whole flows upward by shares, and what is still on its way, or too
 * little to be followed, bounds what anybody can still get of it: no more than all of it, as often as she comes back to herself, which is
 * RETURNS_MAX times at most where nobody is tangled. One object walks for many and is not shared between walks.
 */
export class QuarterWalk {
  private got = new Float64Array(0);
  private flow = new Float64Array(0);
  private next = new Float64Array(0);
  private touched: number[] = [];

  constructor(private readonly graph: HoldingGraph) {}

  /** Undefined: walking does not decide. Only for those who are not tangled. */
  ownersOf(start: number): QuarterOwners | undefined {
    for (const fineness of FINENESS) {
      const found = this.walk(start, fineness);
      if (found) return found;
    }
    return undefined;
  }

  private walk(start: number, fineness: number): QuarterOwners | undefined {
    this.begin();
    this.flow[start] = 1;
    let front = [start];
    let left = 0;
    let operations = 4;
    const lookedAt = [start];
    for (let step = 0; step < STEPS_MAX && front.length > 0; step += 1) {
      const above: number[] = [];
      for (const node of front) operations += 4 + this.passUp(node, above);
      front = [];
      let onTheWay = 0;
      for (const owner of above) {
        const share = this.next[owner]!;
        this.next[owner] = 0;
        if (share < fineness) left += share;
        else {
          lookedAt.push(owner);
          if (this.graph.ownersOf(owner).owners.length === 0) continue;
          this.flow[owner] = share;
          front.push(owner);
          onTheWay += share;
        }
      }
      const found = this.verdict(start, onTheWay + left, operations * ROUNDING * 1.01);
      if (found) return { ...found, lookedAt };
    }
    return undefined;
  }

  private begin(): void {
    if (this.got.length < this.graph.size) {
      this.got = new Float64Array(this.graph.size * 2);
      this.flow = new Float64Array(this.graph.size * 2);
      this.next = new Float64Array(this.graph.size * 2);
    }
    for (const node of this.touched) {
      this.got[node] = 0;
      this.flow[node] = 0;
    }
    this.touched = [];
  }

  private passUp(node: number, above: number[]): number {
    const { owners, shares } = this.graph.ownersOf(node);
    const flow = this.flow[node]!;
    this.flow[node] = 0;
    for (let index = 0; index < owners.length; index += 1) {
      const owner = owners[index]!;
      const part = flow * shares[index]!;
      if (this.next[owner] === 0) above.push(owner);
      if (this.got[owner] === 0) this.touched.push(owner);
      this.next[owner]! += part;
      this.got[owner]! += part;
    }
    return owners.length;
  }

  /** Undefined while somebody may still come to a quarter. Exactly a quarter is near for ever: exact fractions tell. */
  private verdict(start: number, undecided: number, off: number): { sure: number[]; near: number[] } | undefined {
    const more = undecided * RETURNS_MAX;
    if (more * (1 + off) >= QUARTER) return undefined;
    const sure: number[] = [];
    const near: number[] = [];
    for (const owner of this.touched) {
      const got = this.got[owner]!;
      if (owner === start || (got + more) * (1 + off) < QUARTER) continue;
      if (got * (1 - off) >= QUARTER) sure.push(owner);
      else if (Math.abs(got - QUARTER) < NEAR) near.push(owner);
      else return undefined;
    }
    return { sure, near };
  }
}
