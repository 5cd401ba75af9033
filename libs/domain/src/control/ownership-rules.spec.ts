import { printFraction } from './fraction.js';
import { HoldingGraph } from './holding-graph.js';
import { holdingsOf } from './holdings.fixture.js';
import { countsAsListed } from './owned-by-listed.js';
import { OWNERSHIP_RULES, ruleStatusAt, unsoundRules } from './ownership-rules.js';

const rule = (id: string) => OWNERSHIP_RULES.find((one) => one.id === id)!;
const listed = (parties: string[], ...texts: string[]) =>
  countsAsListed(HoldingGraph.of(holdingsOf(...texts)), parties, rule('ofac-50')).map(
    ({ party, together }) => `${party} ${printFraction(together)}`,
  );

describe('ownership rules', () => {
  it('are sound, and say what was not checked', () => {
    expect(unsoundRules(OWNERSHIP_RULES)).toEqual([]);
    expect(new Set(OWNERSHIP_RULES.map(({ id }) => id)).size).toBe(OWNERSHIP_RULES.length);
  });

  it('have a status for each day', () => {
    const at = (date: string) => ruleStatusAt(rule('bis-affiliates-50'), Date.parse(date));
    expect(['2025-09-28', '2025-09-29', '2025-11-10', '2026-11-09T23:59:59Z', '2026-11-10'].map(at)).toEqual([
      'NOT_YET',
      'IN_FORCE',
      'SUSPENDED',
      'SUSPENDED',
      'IN_FORCE',
    ]);
  });
});

describe('who counts as listed', () => {
  it('exactly a half is enough, of several together too, and less is not', () => {
    expect(listed(['s'], 's 50% a')).toEqual(['a 1/2']);
    expect(listed(['s', 't'], 's 25% a', 't 25% a')).toEqual(['a 1/2']);
    expect(listed(['s', 't'], 's 25% a', 't 24% a')).toEqual([]);
  });

  it('hands on all it holds: a half of a half counts', () =>
    expect(listed(['s'], 's 50% a', 'a 50% b', 's 10% b')).toEqual(['a 1/2', 'b 3/5']));

  it('needs ownership: votes and boards do not count', () => expect(listed(['s'], 's 100%v a', 's BOARD b')).toEqual([]));

  it('a listed party is not found again, and circles end', () =>
    expect(listed(['s', 'a'], 's 60% a', 'a 50% b', 'b 50% s')).toEqual(['b 1/2']));
});
