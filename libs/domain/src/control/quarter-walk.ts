import type { HoldingGraph } from './holding-graph.js';
import { ROUNDING } from './ownership-circle.js';

/** Who owns at least the share that is looked for, for certain, and who may. */
export interface QuarterOwners {
  readonly sure: readonly number[];
  readonly near: readonly number[];
  /** Persons whose owners were looked at, with the most that flows through each: while theirs stay the same, so does the verdict. */
  readonly lookedAt: Int32Array;
  readonly through: Float64Array;
  /** By how much anybody's share may be another before the verdict may be. */
  readonly slack: number;
}

/** Smaller streams are not followed, but counted against whoever may get them: coarse first, fine where that does not decide. */
const FINENESS = [1e-2, 1e-3, 2e-4, 2e-5, 1e-6, 1e-8];
const STEPS_MAX = 200;
/** What is closer to the share than this is told by exact fractions. */
const NEAR = 1e-12;
/** More than a double can be beside the share that it stands for. */
export const ROUNDED = 1e-15;

/**
 * Who owns a quarter of somebody, or another share, without looking at everybody above: the whole flows upward by shares, and what is still on its way, or too
 * little to be followed, bounds what anybody can still get of it: no more than all of it, as often as she comes back to herself.
 * One object walks for many and is not shared between walks.
 */
export class QuarterWalk {
  private got = new Float64Array(0);
  private flow = new Float64Array(0);
  private next = new Float64Array(0);
  private touched: number[] = [];

  /** `share`: what is looked for, above nothing; as a double, so that a third lies a rounding beside it. */
  constructor(
    private readonly graph: HoldingGraph,
    private readonly share = 0.25,
  ) {}

  /** `returns`: how often anybody above comes back to herself at most. Undefined: walking does not decide. */
  ownersOf(start: number, returns: number): QuarterOwners | undefined {
    for (const fineness of FINENESS) {
      const found = this.walk(start, { fineness, returns });
      if (found) return found;
    }
    return undefined;
  }

  private walk(start: number, { fineness, returns }: { fineness: number; returns: number }): QuarterOwners | undefined {
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
      const more = (onTheWay + left) * returns;
      const found = this.verdict(start, more, operations * ROUNDING * 1.01);
      if (!found) continue;
      return { ...found, lookedAt: Int32Array.from(lookedAt), through: this.throughEach(lookedAt, start, more) };
    }
    return undefined;
  }

  private throughEach(lookedAt: readonly number[], start: number, more: number): Float64Array {
    return Float64Array.from(lookedAt, (node) => (node === start ? 1 : 0) + this.got[node]! * 1.000001 + more);
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
  private verdict(start: number, more: number, off: number): Pick<QuarterOwners, 'sure' | 'near' | 'slack'> | undefined {
    let slack = this.share - more * (1 + off);
    if (slack <= 0) return undefined;
    const sure: number[] = [];
    const near: number[] = [];
    for (const owner of this.touched) {
      if (owner === start) continue;
      const got = this.got[owner]!;
      const [short, over] = [this.share * (1 - ROUNDED) - (got + more) * (1 + off), got * (1 - off) - this.share * (1 + ROUNDED)];
      if (short <= 0 && over < 0) {
        if (Math.abs(over) > NEAR) return undefined;
        near.push(owner);
      } else if (over >= 0) sure.push(owner);
      slack = Math.min(slack, Math.max(0, short, over));
    }
    return { sure, near, slack };
  }
}
