import type { HoldingGraph } from './holding-graph.js';
import { UpwardComponents } from './upward-components.js';

/** Bounds of returns are rounded up to one of these, so that a changed share seldom moves them. */
const LEVELS = [4, 16, 64, 256, 4096];
/** Whoever may come back to itself more often than the last level is left to the full solution: walking would take too long. */
const TANGLED = Number.POSITIVE_INFINITY;

/** How long steps are added up before they are tried as a bound, and how much room they are given. */
const SWEEPS = 60;
const SETTLED = 1.01;
const ROOM = 1.1;
/** Rounding of the few sums here, outward. */
const OUTWARD = 1 + 1e-12;

/**
 * How much of itself anybody can own through circles. A walk upward from k, going to each owner with the probability of its share, visits k
 * 1 / (1 - p) times in all, p the probability of coming back at all, which is at most that of being in k's circle after two steps.
 */
export class OwnerCircles {
  /** By person, the members of the circle that it is in. */
  private readonly circles = new Map<number, readonly number[]>();
  private readonly returns: Float64Array;
  /** Nothing but zeros between two circles. */
  private readonly once: Float64Array;
  private readonly steps: Float64Array;

  constructor(private readonly graph: HoldingGraph) {
    this.returns = new Float64Array(graph.size);
    this.once = new Float64Array(graph.size);
    this.steps = new Float64Array(graph.size);
    // Owners come before what they own.
    for (const members of new UpwardComponents(graph).all()) {
      let most = levelOf(this.mostReturns(members));
      for (const member of members) most = Math.max(most, this.mostAbove(member));
      for (const member of members) {
        this.returns[member] = most;
        if (members.length > 1) this.circles.set(member, members);
      }
    }
  }

  /** How often anybody who stands above the person, through any depth, or the person itself, comes back to itself at most. */
  returnsAbove(node: number): number {
    // Who came later than this was looked at stands in no circle by then.
    return this.returns[node] ?? LEVELS[0]!;
  }

  isTangled(node: number): boolean {
    return this.returnsAbove(node) === TANGLED;
  }

  /** What it is after what `owner` holds in `owned` changed: the same object where nothing of it is another. */
  after(owner: number, owned: number, isNewOrGone: boolean): OwnerCircles {
    const members = this.circles.get(owned);
    const isOfCircle = members !== undefined && this.circles.get(owner) === members;
    if (isNewOrGone && (isOfCircle || this.isBelow(owner, owned))) return new OwnerCircles(this.graph);
    const most = Math.max(levelOf(this.mostReturns(members ?? [owned])), ...(members ?? [owned]).map((member) => this.mostAbove(member)));
    return most === this.returnsAbove(owned) ? this : new OwnerCircles(this.graph);
  }

  private isBelow(wanted: number, start: number): boolean {
    const found = new Set([start]);
    for (const node of found) {
      if (node === wanted) return true;
      for (const below of this.graph.ownedBy(node)) found.add(below);
    }
    return false;
  }

  private mostAbove(member: number): number {
    let most = 0;
    for (const owner of this.graph.ownersOf(member).owners) most = Math.max(most, this.returnsAbove(owner));
    return most;
  }

  /** The lesser of two bounds for each member: what is in the circle after two steps, and how long a walk stays in the circle. */
  private mostReturns(members: readonly number[]): number {
    if (members.length === 1) return 1;
    const { once, steps } = this;
    for (const member of members) steps[member] = 1;
    for (const member of members) once[member] = this.weighted(member, steps);
    const areSteps = this.addUpSteps(members);
    let most = 1;
    for (const member of members) {
      const back = this.weighted(member, once);
      const returns = back < 1 ? 1 / (1 - back) : TANGLED;
      most = Math.max(most, Math.min(returns, areSteps ? steps[member]! : TANGLED));
    }
    for (const member of members) {
      once[member] = 0;
      steps[member] = 0;
    }
    return most;
  }

  /** Upper bounds of the steps that a walk takes in the circle: proven by being no smaller than what they give themselves; false where they are not. */
  private addUpSteps(members: readonly number[]): boolean {
    const { steps } = this;
    for (let sweep = 0, isMoving = true; sweep < SWEEPS && isMoving; sweep += 1) {
      isMoving = false;
      for (const member of members) {
        const next = 1 + this.weighted(member, steps);
        if (next > steps[member]! * SETTLED) isMoving = true;
        steps[member] = next;
      }
    }
    for (const member of members) steps[member]! *= ROOM;
    return members.every((member) => 1 + this.weighted(member, steps) <= steps[member]!);
  }

  private weighted(member: number, weights: Float64Array): number {
    const { owners, shares } = this.graph.ownersOf(member);
    let sum = 0;
    for (let index = 0; index < owners.length; index += 1) sum += shares[index]! * weights[owners[index]!]!;
    return sum * OUTWARD;
  }
}

const levelOf = (returns: number): number => LEVELS.find((level) => returns <= level) ?? TANGLED;
