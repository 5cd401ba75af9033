import fc from 'fast-check';
import { CONTROL_RULES, CustomerGroups } from './customer-groups.js';
import { exactOwnersOf, QUARTER } from './exact-ownership.js';
import { compare, fraction, HALF, sumOf } from './fraction.js';
import { HoldingGraph, votesOf } from './holding-graph.js';
import { anyHolding, anyHoldings, holdingsOf } from './holdings.fixture.js';
import type { Holding } from './holdings.js';

const groupsOf = (holdings: readonly Holding[], rule: 'control' | 'ownership-25') => {
  const groups = CustomerGroups.of(holdings, rule);
  return Object.fromEntries(
    groups
      .controllers()
      .sort()
      .map((controller) => [controller, groups.group(controller).join('')]),
  );
};
const control = (...texts: string[]) => groupsOf(holdingsOf(...texts), 'control');
const quarter = (...texts: string[]) => groupsOf(holdingsOf(...texts), 'ownership-25');

/** The rule as it is written, over sets, again and again until nothing more comes in. */
function controlledNaively(controller: string, holdings: readonly Holding[]): Set<string> {
  const group = new Set([controller]);
  for (let before = 0; before < group.size; ) {
    before = group.size;
    for (const owned of new Set(holdings.map((holding) => holding.owned))) {
      const held = holdings.filter((holding) => holding.owned === owned && group.has(holding.owner));
      const isMajority = compare(sumOf(held.map(votesOf)), HALF) > 0;
      if (isMajority || held.some((holding) => holding.control.length > 0)) group.add(owned);
    }
  }
  group.delete(controller);
  return group;
}

describe('rule control', () => {
  it('a chain has a group for each that controls another', () => expect(control('a 51% b', 'b 60% c')).toEqual({ a: 'bc', b: 'c' }));

  it('exactly one half is not control, together with one already controlled it may be more', () => {
    expect(control('a 50% b', 'c 50% b')).toEqual({});
    expect(control('a 60% b', 'a 1/3 x', 'b 1/6 x')).toEqual({ a: 'b' });
    expect(control('a 60% b', 'a 1/3 x', 'b 17% x')).toEqual({ a: 'bx' });
  });

  it('votes stand instead of shares of the same pair', () => {
    const both: Holding = { ...holdingsOf('a 90% b')[0]!, votes: fraction(1n, 10n) };
    expect(groupsOf([both], 'control')).toEqual({});
    expect(control('a 51%v b')).toEqual({ a: 'b' });
  });

  it('a control edge says so by itself, from anyone controlled too', () =>
    expect(control('a 51% b', 'b CONTRACT c', 'd TRUST a')).toEqual({ a: 'bc', b: 'c', d: 'abc' }));

  it('who hold a circle of halves of each other control nothing, who hold more than half do', () => {
    expect(control('a 50% b', 'b 50% a')).toEqual({});
    expect(control('a 51% b', 'b 51% a', 'k BOARD a')).toEqual({ a: 'b', b: 'a', k: 'ab' });
  });

  it('says where votes are above one, and lets each majority stand', () => {
    const groups = CustomerGroups.of(holdingsOf('a 60% x', 'b 60% x'), 'control');
    expect(groups.findings().map(({ code }) => code)).toEqual(['SHARES_ABOVE_ONE', 'VOTES_ABOVE_ONE']);
    expect(groups.controllersOf('x')).toEqual(['a', 'b']);
  });

  it('is the least fixed point', () =>
    fc.assert(
      fc.property(anyHoldings, (holdings) => {
        const groups = CustomerGroups.of(holdings, 'control');
        for (const { owner } of holdings) expect(new Set(groups.group(owner))).toEqual(controlledNaively(owner, holdings));
      }),
      { numRuns: 500 },
    ));
});

describe('rule ownership-25', () => {
  it('a quarter is enough, over all ways', () => {
    expect(quarter('a 25% x', 'b 24% x')).toEqual({ a: 'x' });
    expect(quarter('a 1/3 b', 'b 3/4 x')).toEqual({ a: 'bx', b: 'x' });
    expect(quarter('a 1/3 b', 'b 3/5 x', 'a 1/20 x')).toEqual({ a: 'bx', b: 'x' });
  });

  it('votes and control edges give no ownership', () => expect(quarter('a 100%v x', 'b BOARD x')).toEqual({}));

  it('is whoever owns a quarter exactly, in whatever circles', () =>
    fc.assert(
      fc.property(anyHoldings, (holdings) => {
        const graph = HoldingGraph.of(holdings);
        const groups = CustomerGroups.of(holdings, 'ownership-25');
        for (const [x, member] of graph.ids.entries()) {
          const exact = [...exactOwnersOf(graph, x)!].filter(([k, share]) => k !== x && compare(share, QUARTER) >= 0);
          expect(groups.controllersOf(member)).toEqual(exact.map(([k]) => graph.ids[k]!).sort());
        }
      }),
      { numRuns: 500 },
    ));

  it('of another share is whoever owns so much exactly, changed one holding at a time', () =>
    fc.assert(
      fc.property(
        anyHoldings,
        fc.array(anyHolding, { maxLength: 4 }),
        fc.constantFrom(fraction(1n, 3n), fraction(1n, 10n), fraction(1n, 2n), fraction(2n, 3n), fraction(1n, 1n), fraction(1n, 30n)),
        (holdings, changes, share) => {
          const groups = CustomerGroups.of(holdings, share);
          for (const one of changes) groups.replace(one.owner, one.owned, one);
          const now = new Map([...holdings, ...changes].map((one) => [`${one.owner} ${one.owned}`, one]));
          const graph = HoldingGraph.of(now.values());
          for (const [x, member] of graph.ids.entries()) {
            const exact = [...exactOwnersOf(graph, x)!].filter(([k, own]) => k !== x && compare(own, share) >= 0);
            expect(groups.controllersOf(member)).toEqual(exact.map(([k]) => graph.ids[k]!).sort());
          }
        },
      ),
      { numRuns: 1000 },
    ));

  it('has findings for a circle that nobody outside owns', () => {
    const groups = CustomerGroups.of(holdingsOf('a 100% b', 'b 100% a'), 'ownership-25');
    expect(groups.findings()).toEqual([{ code: 'CLOSED_CYCLE', members: ['a', 'b'] }]);
    expect(groups.group('a')).toEqual(['b']);
  });

  it('decides a circle too large to be solved exactly by proven bounds', () => {
    const circle = Array.from({ length: 60 }, (_, node) => ({
      ...holdingsOf('a 90% b')[0]!,
      owner: `c${node}`,
      owned: `c${(node + 1) % 60}`,
    }));
    const groups = CustomerGroups.of([...circle, ...holdingsOf('k 10% c0')], 'ownership-25');
    // 0.9^13 = 0.254, 0.9^14 = 0.229, over 1 - 0.9^60 = 0.998.
    expect(groups.group('c0')).toHaveLength(13);
    expect(groups.findings()).toEqual([]);
  });
});

describe('groups', () => {
  it.each(CONTROL_RULES)('%s: changed one holding at a time they are as computed from nothing', (rule) =>
    fc.assert(
      fc.property(anyHoldings, fc.array(fc.tuple(anyHolding, fc.boolean()), { maxLength: 12 }), (start, changes) => {
        const groups = CustomerGroups.of(start, rule);
        const now = new Map(start.map((holding) => [`${holding.owner} ${holding.owned}`, holding]));
        for (const [holding, isRemoved] of changes) {
          const before = groupsOf([...now.values()], rule);
          const key = `${holding.owner} ${holding.owned}`;
          if (isRemoved) now.delete(key);
          else now.set(key, holding);
          const told = groups.replace(holding.owner, holding.owned, isRemoved ? undefined : holding);
          const after = groupsOf([...now.values()], rule);
          expect(
            Object.fromEntries(
              groups
                .controllers()
                .sort()
                .map((one) => [one, groups.group(one).join('')]),
            ),
          ).toEqual(after);
          expect(told.map(({ controller }) => controller).sort()).toEqual(changedKeys(before, after));
          expect(new Set(groups.findings().map((one) => JSON.stringify(one, bigints)))).toEqual(
            new Set(
              CustomerGroups.of(now.values(), rule)
                .findings()
                .map((one) => JSON.stringify(one, bigints)),
            ),
          );
        }
      }),
      { numRuns: 150 },
    ),
  );

  it('members and controllers say the same', () =>
    fc.assert(
      fc.property(anyHoldings, fc.constantFrom(...CONTROL_RULES), (holdings, rule) => {
        const groups = CustomerGroups.of(holdings, rule);
        const { ids } = HoldingGraph.of(holdings);
        for (const k of ids) for (const x of ids) expect(groups.group(k).includes(x)).toBe(groups.controllersOf(x).includes(k));
      }),
    ));
});

const bigints = (_: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);

function changedKeys(before: Record<string, string>, after: Record<string, string>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => before[key] !== after[key]).sort();
}
