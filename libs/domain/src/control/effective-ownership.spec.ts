import fc from 'fast-check';
import { exactOwnersOf } from './exact-ownership.js';
import { compare, type Fraction, fraction, ONE, toNumber } from './fraction.js';
import { HoldingGraph } from './holding-graph.js';
import { anyHoldings, holdingsOf, printed } from './holdings.fixture.js';
import type { Holding } from './holdings.js';
import { isClosed, OwnershipBounds } from './ownership-bounds.js';
import { UpwardComponents } from './upward-components.js';

function sharesIn(owned: string, holdings: readonly Holding[]): Record<string, string> {
  const graph = HoldingGraph.of(holdings);
  const exact = exactOwnersOf(graph, graph.numberOf(owned)!)!;
  return Object.fromEntries([...exact].map(([owner, share]) => [graph.ids[owner]!, printed(share)]).sort());
}

/** The series W + W^2 + ..., summed by walking: nothing of the method under test is in it. */
function seriesOf(graph: HoldingGraph, start: number, steps: number): Float64Array {
  const sum = new Float64Array(graph.size);
  let flow = new Float64Array(graph.size);
  flow[start] = 1;
  for (let step = 0; step < steps; step += 1) {
    const above = new Float64Array(graph.size);
    for (const [node, share] of flow.entries()) {
      const { owners, exact } = graph.ownersOf(node);
      for (const [index, owner] of owners.entries()) above[owner]! += share * toNumber(exact[index]!);
    }
    for (const [node, share] of above.entries()) sum[node]! += share;
    flow = above;
  }
  return sum;
}

const hasClosedCircle = (graph: HoldingGraph, start: number): boolean =>
  new UpwardComponents(graph).from(start).some((members) => isClosed(graph, members));

describe('effective ownership', () => {
  it('multiplies along a way and adds up over ways', () =>
    expect(sharesIn('x', holdingsOf('p 50% a', 'p 1/3 b', 'a 40% x', 'b 60% x'))).toEqual({ a: '2/5', b: '3/5', p: '2/5' }));

  it('sums the series of a circle: half of a, and a and b hold half of each other', () =>
    expect(sharesIn('b', holdingsOf('o 50% a', 'a 50% b', 'b 50% a'))).toEqual({ a: '2/3', b: '1/3', o: '1/3' }));

  it('is never more than all, though a person in a circle owns a part of itself', () =>
    expect(sharesIn('x', holdingsOf('k 100% x', 'x 50% k'))).toEqual({ k: '1', x: '1' }));

  it('brings shares above one down to one, in proportion', () =>
    expect(sharesIn('x', holdingsOf('a 100% x', 'b 50% x', 'c 50% x'))).toEqual({ a: '1/2', b: '1/4', c: '1/4' }));

  it('a circle that nobody outside owns has no sum: each member owns all of it, and what it holds below', () => {
    expect(sharesIn('b', holdingsOf('a 100% b', 'b 100% a'))).toEqual({ a: '1', b: '1' });
    expect(sharesIn('x', holdingsOf('a 100% b', 'b 100% a', 'b 30% x', 'a 10% x', 'c 60% x'))).toEqual({ a: '2/5', b: '2/5', c: '3/5' });
  });

  it('goes through a chain of ten thousand without running out of stack', () => {
    const chain = Array.from({ length: 10_000 }, (_, step) => ({ ...holdingsOf('a 1/1 b')[0]!, owner: `${step + 1}`, owned: `${step}` }));
    const graph = HoldingGraph.of(chain);
    expect(printed(exactOwnersOf(graph, graph.numberOf('0')!)!.get(graph.numberOf('10000')!))).toBe('1');
  });

  it('is the sum of the series', () =>
    fc.assert(
      fc.property(anyHoldings, (holdings) => {
        const graph = HoldingGraph.of(holdings);
        for (let start = 0; start < graph.size; start += 1) {
          if (hasClosedCircle(graph, start)) continue;
          const series = seriesOf(graph, start, 400);
          const more = seriesOf(graph, start, 420);
          const exact = exactOwnersOf(graph, start)!;
          for (const [owner, sum] of series.entries()) {
            // Circles of nearly everything settle too slowly for walking to say anything.
            if (more[owner]! - sum > 1e-9) continue;
            expect(Math.abs(Math.min(1, sum) - toNumber(exact.get(owner) ?? fraction(0n)))).toBeLessThan(1e-6);
          }
        }
      }),
      { numRuns: 300 },
    ));

  it('lies between the bounds, which are close', () =>
    fc.assert(
      fc.property(anyHoldings, (holdings) => {
        const graph = HoldingGraph.of(holdings);
        const bounds = new OwnershipBounds(graph);
        for (let start = 0; start < graph.size; start += 1) {
          const exact = exactOwnersOf(graph, start)!;
          const found = bounds.ownersOf(start);
          expect(new Set([...found.keys(), start])).toEqual(new Set([...exact.keys(), start]));
          for (const [owner, { lower, upper }] of found) {
            expect(isWithin(exact.get(owner)!, lower, upper)).toBe(true);
            expect(upper - lower).toBeLessThan(1e-6);
          }
        }
      }),
      { numRuns: 300 },
    ));
});

/** Exactly: a double is a fraction. */
function isWithin(share: Fraction, lower: number, upper: number): boolean {
  const exactly = (value: number) =>
    fraction(BigInt(Math.trunc(value * 2 ** 30)) * 2n ** 60n + BigInt(Math.trunc(((value * 2 ** 30) % 1) * 2 ** 60)), 2n ** 90n);
  return compare(exactly(lower), share) <= 0 && (compare(share, exactly(upper)) <= 0 || compare(share, ONE) > 0);
}
