import type { ControlKind } from './control-edge.js';
import { compare, type Fraction, HALF, sumOf } from './fraction.js';
import { type HoldingGraph, votesOf } from './holding-graph.js';
import type { Holding } from './holdings.js';
import { VotingControl } from './voting-control.js';

/** Why one more comes under a controller, by those who already are. */
export type ControlStep =
  | { by: 'VOTES'; owned: string; together: Fraction; holders: readonly { owner: string; votes: Fraction }[] }
  | { by: 'CONTROL'; owned: string; owner: string; kinds: readonly ControlKind[] };

/**
 * The steps by which a member comes under `controller` by the rule `control`: each needs nothing but the ones before it. Empty: it does not.
 * Of several holders the largest are named until they are more than half. The group is looked for once, for any number of members.
 */
export function controlReasons(graph: HoldingGraph, controller: string): (member: string) => ControlStep[] {
  const k = graph.numberOf(controller);
  if (k === undefined) return () => [];
  const order = new Map([k, ...new VotingControl(graph).controlledBy(k)].map((node, place) => [node, place]));
  return (member) => {
    const x = graph.numberOf(member);
    return x === undefined || x === k || !order.has(x) ? [] : stepsTo(graph, k, x, order);
  };
}

export const whyControlled = (graph: HoldingGraph, controller: string, member: string): ControlStep[] =>
  controlReasons(graph, controller)(member);

function stepsTo(graph: HoldingGraph, k: number, x: number, order: ReadonlyMap<number, number>): ControlStep[] {
  const needed = new Map<number, ControlStep>();
  const open = [x];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === k || needed.has(node)) continue;
    const { step, owners } = stepTo(graph, node, order);
    needed.set(node, step);
    open.push(...owners);
  }
  return [...needed].sort(([left], [right]) => order.get(left)! - order.get(right)!).map(([, step]) => step);
}

function stepTo(graph: HoldingGraph, node: number, order: ReadonlyMap<number, number>): { step: ControlStep; owners: number[] } {
  const earlier = [...graph.holdingsIn(node)]
    .filter(([owner]) => (order.get(owner) ?? Number.POSITIVE_INFINITY) < order.get(node)!)
    .sort(([left], [right]) => order.get(left)! - order.get(right)!);
  const owned = graph.ids[node]!;
  const alone = earlier.find(([, { control }]) => control.length > 0);
  if (alone) return { step: { by: 'CONTROL', owned, owner: graph.ids[alone[0]]!, kinds: alone[1].control }, owners: [alone[0]] };
  const holders = enoughOf(earlier);
  const together = sumOf(holders.map(([, holding]) => votesOf(holding)));
  const named = holders.map(([owner, holding]) => ({ owner: graph.ids[owner]!, votes: votesOf(holding) }));
  return { step: { by: 'VOTES', owned, together, holders: named }, owners: holders.map(([owner]) => owner) };
}

function enoughOf(earlier: readonly [number, Holding][]): [number, Holding][] {
  const largest = [...earlier].sort(([, left], [, right]) => compare(votesOf(right), votesOf(left)));
  const taken: [number, Holding][] = [];
  for (const holder of largest) {
    taken.push(holder);
    if (compare(sumOf(taken.map(([, holding]) => votesOf(holding))), HALF) > 0) break;
  }
  return taken;
}

/** The holdings on all ways from `owner` to `owned`, nearest to the owned first: what an effective share is made of. */
export function waysOfOwnership(graph: HoldingGraph, owner: string, owned: string): { owner: string; owned: string; share: Fraction }[] {
  const [from, to] = [graph.numberOf(owner), graph.numberOf(owned)];
  if (from === undefined || to === undefined) return [];
  const below = new Set([from]);
  for (const node of below) for (const next of graph.ownedBy(node)) if (graph.holding(node, next)!.shares) below.add(next);
  const above = new Set(below.has(to) ? [to] : []);
  const ways: { owner: string; owned: string; share: Fraction }[] = [];
  for (const node of above) {
    const { owners, exact } = graph.ownersOf(node);
    for (const [index, next] of owners.entries()) {
      if (!below.has(next)) continue;
      above.add(next);
      ways.push({ owner: graph.ids[next]!, owned: graph.ids[node]!, share: exact[index]! });
    }
  }
  return ways;
}
