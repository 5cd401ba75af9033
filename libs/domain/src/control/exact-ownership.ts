import { add, compare, divide, type Fraction, fraction, multiply, ONE, subtract, ZERO } from './fraction.js';
import type { HoldingGraph } from './holding-graph.js';
import { UpwardComponents } from './upward-components.js';

export const QUARTER = fraction(1n, 4n);

/**
 * Larger circles are left to proven bounds: elimination takes the cube of a circle's size, in fractions that grow with it.
 */
export const CIRCLE_SOLVED_EXACTLY_MAX = 32;

/** Owners through any depth by number; the start itself too where it owns a part of itself. Each at most one. */
export type ExactColumn = ReadonlyMap<number, Fraction>;

/**
 * The effective economic shares in `start`: for each owner the sum, over all ways up to it, of the products of the shares along the way;
 * circles are the sum of their geometric series, that is, the solution of n = w + W n. Undefined when a circle is too large.
 */
export function exactOwnersOf(graph: HoldingGraph, start: number): ExactColumn | undefined {
  const components = new UpwardComponents(graph).from(start);
  if (components.some(({ length }) => length > CIRCLE_SOLVED_EXACTLY_MAX)) return undefined;
  const flows: Flows = new Map();
  const shares = new Map<number, Fraction>();
  passUp(graph, start, ONE, flows);
  for (const members of components) {
    const solved = members.length === 1 ? [flows.get(members[0]!) ?? ZERO] : solveCircle(graph, members, flows);
    const within = new Set(members);
    for (const [index, member] of members.entries()) {
      if (solved[index]!.numerator === 0n) continue;
      shares.set(member, compare(solved[index]!, ONE) > 0 ? ONE : solved[index]!);
      passUp(graph, member, solved[index]!, flows, within);
    }
  }
  return shares;
}

const STEPS_LOOKED_AT = 4;
const FLOWS_LOOKED_AT = 500;

/**
 * Whether the ways of a few steps alone make the share, exactly: true, or not known. Decides what lies exactly at a threshold without
 * looking at everybody above.
 */
export function reachesNearby(
  graph: HoldingGraph,
  { owner, start, threshold }: { owner: number; start: number; threshold: Fraction },
): boolean {
  let flows: Flows = new Map([[start, ONE]]);
  let together = ZERO;
  for (let step = 0; step < STEPS_LOOKED_AT && flows.size <= FLOWS_LOOKED_AT; step += 1) {
    const above: Flows = new Map();
    for (const [node, share] of flows) passUp(graph, node, share, above);
    together = add(together, above.get(owner) ?? ZERO);
    if (compare(together, threshold) >= 0) return true;
    flows = above;
  }
  return false;
}

/** What reaches each owner from the persons below it. */
type Flows = Map<number, Fraction>;

function passUp(graph: HoldingGraph, from: number, share: Fraction, flows: Flows, within?: ReadonlySet<number>): void {
  const { owners, exact } = graph.ownersOf(from);
  for (const [index, owner] of owners.entries()) {
    if (!within?.has(owner)) flows.set(owner, add(flows.get(owner) ?? ZERO, multiply(share, exact[index]!)));
  }
}

/** n = b + A n by elimination, b what flows into the circle from below. */
function solveCircle(graph: HoldingGraph, members: readonly number[], flows: Flows): Fraction[] {
  const inflow = members.map((member) => flows.get(member) ?? ZERO);
  const rows = systemOf(graph, members, inflow);
  const size = members.length;
  for (let pivot = 0; pivot < size; pivot += 1) {
    const divisor = rows[pivot]![pivot]!;
    if (divisor.numerator === 0n) return ofClosedCircle(inflow);
    for (let column = pivot; column <= size; column += 1) rows[pivot]![column] = divide(rows[pivot]![column]!, divisor);
    for (let row = 0; row < size; row += 1) if (row !== pivot) eliminate(rows[row]!, rows[pivot]!, pivot);
  }
  return rows.map((row) => row[size]!);
}

/**
 * Nobody outside owns anything of the circle, so its series has no sum. Whoever is in it is taken to own all of it, and with it of
 * anything below what they own together.
 */
function ofClosedCircle(inflow: readonly Fraction[]): Fraction[] {
  const together = inflow.reduce(add, ZERO);
  return inflow.map(() => together);
}

/** The rows of (I - A | b), A[owner][owned] the share that one member holds directly in another. */
function systemOf(graph: HoldingGraph, members: readonly number[], inflow: readonly Fraction[]): Fraction[][] {
  const place = new Map(members.map((member, index) => [member, index]));
  const rows = members.map((_, row) => [...members.map((__, column) => (row === column ? ONE : ZERO)), inflow[row]!]);
  for (const [column, member] of members.entries()) {
    const { owners, exact } = graph.ownersOf(member);
    for (const [index, owner] of owners.entries()) {
      const row = place.get(owner);
      if (row !== undefined) rows[row]![column] = subtract(rows[row]![column]!, exact[index]!);
    }
  }
  return rows;
}

function eliminate(row: Fraction[], pivotRow: readonly Fraction[], pivot: number): void {
  const factor = row[pivot]!;
  if (factor.numerator === 0n) return;
  for (let column = pivot; column < row.length; column += 1) {
    if (pivotRow[column]!.numerator !== 0n) row[column] = subtract(row[column]!, multiply(factor, pivotRow[column]!));
  }
}
