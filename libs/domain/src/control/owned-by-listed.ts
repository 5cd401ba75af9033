import { compare, type Fraction, sumOf } from './fraction.js';
import type { HoldingGraph } from './holding-graph.js';
import type { OwnershipRule } from './ownership-rules.js';

/** Why somebody counts as listed without being on a list. */
export interface CountsAsListed {
  readonly party: string;
  /** Of the holders together, directly. */
  readonly together: Fraction;
  readonly holders: readonly { readonly owner: string; readonly share: Fraction; readonly isListed: boolean }[];
}

/**
 * Everybody of whom listed parties, and parties that count as listed because of them, hold the rule's share together: the least fixed
 * point. Shares along a way are not multiplied: who counts as listed hands on all that it holds. In the order in which it was found.
 */
export function countsAsListed(graph: HoldingGraph, listed: Iterable<string>, { threshold }: OwnershipRule): CountsAsListed[] {
  const onLists = new Set([...listed].flatMap((id) => graph.numberOf(id) ?? []));
  const counted = new Set(onLists);
  const found: CountsAsListed[] = [];
  for (const owner of counted) {
    for (const owned of graph.ownedBy(owner)) {
      if (counted.has(owned)) continue;
      const holders = holdersAmong(graph, owned, counted);
      const together = sumOf(holders.map(({ share }) => share));
      if (compare(together, threshold) < 0) continue;
      counted.add(owned);
      found.push({
        party: graph.ids[owned]!,
        together,
        holders: holders.map(({ node, share }) => ({ owner: graph.ids[node]!, share, isListed: onLists.has(node) })),
      });
    }
  }
  return found;
}

function holdersAmong(graph: HoldingGraph, owned: number, owners: ReadonlySet<number>): { node: number; share: Fraction }[] {
  const { owners: all, exact } = graph.ownersOf(owned);
  return all.flatMap((node, index) => (owners.has(node) ? [{ node, share: exact[index]! }] : []));
}
