/** Who is under whom at one instant, by both rules, as the text says it: again and again until nothing changes, and by elimination. */
import type { ControlRuleTruth, EdgeTruth } from './flag-truth.model.js';
import { isAbove, isAtLeast, larger, minus, ONE, over, type Rational, rational, sum, times, ZERO } from './rational.js';

const HALF = rational(1, 2);
const QUARTER = rational(1, 4);

/** What one party holds in another. Of several statements of one kind the largest counts. */
export interface HoldingTruth {
  shares?: Rational;
  votes?: Rational;
  isControl: boolean;
}

/** By owned, then by owner. */
export type Holdings = Map<string, Map<string, HoldingTruth>>;

export function holdingsOf(edges: EdgeTruth[], partyOf: (customer: string) => string): Holdings {
  const holdings: Holdings = new Map();
  for (const edge of edges) {
    const [owner, owned] = [partyOf(edge.owner), partyOf(edge.owned)];
    // Both records are one party: nobody owns itself.
    if (owner === owned) continue;
    if (!holdings.has(owned)) holdings.set(owned, new Map());
    const owners = holdings.get(owned)!;
    if (!owners.has(owner)) owners.set(owner, { isControl: false });
    const holding = owners.get(owner)!;
    if (edge.kind === 'SHARES') holding.shares = larger(holding.shares ?? ZERO, edge.share!);
    else if (edge.kind === 'VOTES') holding.votes = larger(holding.votes ?? ZERO, edge.share!);
    else holding.isControl = true;
  }
  return holdings;
}

/** Everybody who is under at least one other's control as owned, or controls at least one, by name. */
export function groupsBy(rule: ControlRuleTruth, holdings: Holdings): Map<string, Set<string>> {
  const everybody = new Set<string>();
  for (const [owned, owners] of holdings) for (const name of [owned, ...owners.keys()]) everybody.add(name);
  const groups = new Map<string, Set<string>>();
  for (const controller of everybody) {
    const members = rule === 'control' ? controlledBy(controller, holdings) : ownedAQuarterBy(controller, everybody, holdings);
    if (members.size > 0) groups.set(controller, members);
  }
  return groups;
}

/** The least fixed point: begins with nobody, and takes in whoever the group so far has a majority of, or a control edge in. */
function controlledBy(controller: string, holdings: Holdings): Set<string> {
  const group = new Set([controller]);
  for (let before = 0; before !== group.size; ) {
    before = group.size;
    for (const [owned, owners] of holdings) {
      const held = [...owners].filter(([owner]) => group.has(owner)).map(([, holding]) => holding);
      const votes = sum(held.map((holding) => holding.votes ?? holding.shares ?? ZERO));
      if (held.some(({ isControl }) => isControl) || isAbove(votes, HALF)) group.add(owned);
    }
  }
  group.delete(controller);
  return group;
}

function ownedAQuarterBy(controller: string, everybody: Set<string>, holdings: Holdings): Set<string> {
  const members = new Set<string>();
  for (const owned of everybody)
    if (owned !== controller && isAtLeast(effectiveShare(controller, owned, holdings), QUARTER)) members.add(owned);
  return members;
}

/** Shares that were stated above one together are brought down to one, in proportion. */
function directShare(owner: string, owned: string, holdings: Holdings): Rational {
  const owners = holdings.get(owned);
  const share = owners?.get(owner)?.shares;
  if (!owners || !share) return ZERO;
  const stated = sum([...owners.values()].map(({ shares }) => shares ?? ZERO));
  return isAbove(stated, ONE) ? over(share, stated) : share;
}

/**
 * What a party owns of another over all ways down: x[p] = direct(p in owned) + the sum over everybody q of direct(p in q) x[q]. The way through
 * `owned` itself is a way too. Solved by elimination over everybody above.
 */
export function effectiveShare(owner: string, owned: string, holdings: Holdings): Rational {
  const above = [...everybodyAbove(owned, holdings)];
  if (!above.includes(owner)) return ZERO;
  const share = eliminate(above.map((name) => equationOf(name, owned, above, holdings)))[above.indexOf(owner)]!;
  return isAbove(share, ONE) ? ONE : share;
}

/** In a circle that nobody outside owns anything of the series has no sum: there everybody has what flows into the circle as a whole. */
function equationOf(name: string, owned: string, above: string[], holdings: Holdings): Rational[] {
  const circle = isClosed(name, holdings) ? circleOf(name, holdings) : [name];
  const coefficients = above.map((below) => {
    const held = circle.length > 1 && circle.includes(below) ? [] : circle.map((member) => directShare(member, below, holdings));
    return minus(below === name ? ONE : ZERO, sum(held));
  });
  return [...coefficients, sum(circle.map((member) => directShare(member, owned, holdings)))];
}

/** `owned` itself stands among them where it owns a part of itself through others. */
function everybodyAbove(owned: string, holdings: Holdings): Set<string> {
  const above = new Set<string>();
  const look = [owned];
  while (look.length > 0)
    for (const [owner, { shares }] of holdings.get(look.pop()!) ?? [])
      if (shares && !above.has(owner)) {
        above.add(owner);
        look.push(owner);
      }
  return above;
}

/** Everybody who both owns a part of `name` and is owned in part by it, with itself. */
function circleOf(name: string, holdings: Holdings): string[] {
  const above = everybodyAbove(name, holdings);
  return [...above].filter((other) => other === name || everybodyAbove(other, holdings).has(name));
}

/** In a circle of more than itself, of which every share is held inside it. */
function isClosed(name: string, holdings: Holdings): boolean {
  const circle = circleOf(name, holdings);
  if (circle.length < 2) return false;
  return circle.every((member) => {
    const inside = circle.map((other) => directShare(other, member, holdings));
    return isAtLeast(sum(inside), ONE);
  });
}

function eliminate(rows: Rational[][]): Rational[] {
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot += 1) {
    const from = rows.findIndex((row, i) => i >= pivot && row[pivot]!.numerator !== 0n);
    if (from < 0) throw new Error('a system of shares without one solution');
    [rows[pivot], rows[from]] = [rows[from]!, rows[pivot]!];
    const divisor = rows[pivot]![pivot]!;
    rows[pivot] = rows[pivot]!.map((value) => over(value, divisor));
    for (let row = 0; row < size; row += 1) {
      const factor = rows[row]![pivot]!;
      if (row === pivot || factor.numerator === 0n) continue;
      rows[row] = rows[row]!.map((value, column) => minus(value, times(factor, rows[pivot]![column]!)));
    }
  }
  return rows.map((row) => row[size]!);
}
