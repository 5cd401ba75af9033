import fc from 'fast-check';
import { waysOfOwnership, whyControlled } from './control-reasons.js';
import { CustomerGroups } from './customer-groups.js';
import { compare, HALF, printFraction, sumOf } from './fraction.js';
import { HoldingGraph } from './holding-graph.js';
import { anyHoldings, holdingsOf } from './holdings.fixture.js';

describe('why somebody is under a controller', () => {
  it('names the holdings that make a majority, and those who hold them first', () => {
    const graph = HoldingGraph.of(holdingsOf('k 60% a', 'k BOARD b', 'a 30% x', 'b 25% x', 'k 1% x', 'k 90% y'));
    expect(whyControlled(graph, 'k', 'x').map((step) => `${step.owned} ${step.by}`)).toEqual(['a VOTES', 'b CONTROL', 'x VOTES']);
    expect(whyControlled(graph, 'k', 'k')).toEqual([]);
    expect(whyControlled(graph, 'a', 'y')).toEqual([]);
  });

  it('each step stands on the ones before it, and there are steps exactly for members', () =>
    fc.assert(
      fc.property(anyHoldings, (holdings) => {
        const graph = HoldingGraph.of(holdings);
        const groups = CustomerGroups.of(holdings, 'control');
        for (const k of graph.ids) {
          for (const x of graph.ids) {
            const steps = whyControlled(graph, k, x);
            expect(steps.length > 0).toBe(groups.group(k).includes(x));
            const group = new Set([k]);
            for (const step of steps) {
              const owners = step.by === 'VOTES' ? step.holders.map(({ owner }) => owner) : [step.owner];
              expect(owners.every((owner) => group.has(owner))).toBe(true);
              if (step.by === 'VOTES') expect(compare(sumOf(step.holders.map(({ votes }) => votes)), HALF)).toBe(1);
              group.add(step.owned);
            }
            if (steps.length > 0) expect(steps.at(-1)!.owned).toBe(x);
          }
        }
      }),
    ));
});

describe('ways of ownership', () => {
  it('are the holdings between the two, and no others', () => {
    const graph = HoldingGraph.of(holdingsOf('p 50% a', 'a 40% x', 'p 10% x', 'q 50% a', 'p 5% z'));
    const ways = waysOfOwnership(graph, 'p', 'x').map(({ owner, owned, share }) => `${owner} ${printFraction(share)} ${owned}`);
    expect(ways.sort()).toEqual(['a 2/5 x', 'p 1/10 x', 'p 1/2 a']);
    expect(waysOfOwnership(graph, 'p', 'q')).toEqual([]);
  });
});
