import fc from 'fast-check';
import { explainFlag } from './explain.js';
import { evidenceShares } from './explain-basis.js';
import { concentrationOf, type MemberTotals, memberShares } from './explain-members.js';
import { at, msAt, ruleOf } from './judging.fixture.js';
import type { Standing } from './standing.js';

const member = (id: string, expected: bigint, upper = expected): MemberTotals => ({
  scope: { kind: 'account', provider: 'p', id },
  name: id,
  totals: { lower: 0n, expected, upper },
});

describe('how a total is spread', () => {
  it('names the fewest that make 90 %, exactly', () => {
    expect(concentrationOf([member('a', 89n), member('b', 1n), member('c', 10n)])).toEqual({
      members: 3,
      largestPpm: 890_000,
      makeNinety: 2,
      words: 'shared by 3 accounts: the largest has 89 %, 2 make 90 %',
    });
    expect(concentrationOf([member('a', 90n), member('b', 10n)])!.makeNinety).toBe(1);
  });

  it('goes by the most where nothing is expected, and leaves out who used nothing', () =>
    expect(memberShares([member('a', 0n, 1n), member('b', 0n, 3n), member('c', 0n)]).map(({ name, sharePpm }) => [name, sharePpm])).toEqual(
      [
        ['b', 750_000],
        ['a', 250_000],
      ],
    ));

  it('is nothing without members', () => expect(concentrationOf([])).toBeUndefined());

  it('is in the same order whatever the order of the members, and no fewer than named would do', () =>
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 50n), { minLength: 1, maxLength: 12 }), fc.array(fc.nat(), { maxLength: 12 }), (amounts, keys) => {
        const members = amounts.map((amount, index) => member(String(index), amount, amount + 1n));
        const shuffled = [...members].sort((a, b) => (keys[Number(a.name)] ?? 0) - (keys[Number(b.name)] ?? 0));
        expect(memberShares(shuffled)).toEqual(memberShares(members));
        const total = amounts.reduce((sum, amount) => sum + amount, 0n);
        if (total === 0n) return;
        const { makeNinety } = concentrationOf(members)!;
        const sorted = [...amounts].sort((a, b) => Number(b - a));
        const of = (count: number) => sorted.slice(0, count).reduce((sum, amount) => sum + amount, 0n) * 10n;
        expect(of(makeNinety) >= total * 9n && of(makeNinety - 1) < total * 9n).toBe(true);
      }),
    ));
});

const standing: Standing = {
  kind: 'CROSSING',
  rule: 'r',
  ruleVersion: 2,
  scope: { kind: 'cluster', provider: 'p', id: 'c' },
  tier: 'PROBABLE',
  n: 1,
  moment: { hour: at('2026-03-05T14'), minute: 37 },
  atEntryIntoForce: false,
  totals: { lower: 1n, expected: 100n, upper: 300n },
  detail: {},
};
const explain = (own: Partial<Parameters<typeof explainFlag>[0]> = {}) =>
  explainFlag({
    standing,
    rule: ruleOf({ id: 'r', version: 2, number: '1e14', verified: false }),
    scopeName: 'p/c',
    knownAtMs: msAt('2026-03-06'),
    members: [member('a', 60n), member('b', 40n)],
    basis: {
      expected: 100n,
      byEvidence: { TELEMETRY: 30n, DECLARED: 50n },
      onPrior: 25n,
      labelled: { TELEMETRY: 10n },
    },
    policyVersion: 1,
    ...own,
  });

describe('an explanation', () => {
  it('holds exact amounts beside what people read', () =>
    expect(explain()).toMatchObject({
      rule: { id: 'r', version: 2, legalStatus: 'HOUSE', number: '1e14' },
      tier: { tier: 'PROBABLE', words: 'best estimate' },
      totals: { expected: { flop: '100000000000000', printed: '1e14' }, upper: { flop: '300000000000000', printed: '3e14' } },
      momentMs: msAt('2026-03-05T14:37'),
      concentration: { makeNinety: 2 },
      onPriorPpm: 250_000,
    }));

  it('says by which evidence, strongest first, and what has none', () =>
    expect(explain().evidence.map(({ grade, sharePpm }) => [grade, sharePpm])).toEqual([
      ['TELEMETRY', 300_000],
      ['DECLARED', 500_000],
      ['UNKNOWN', 200_000],
    ]));

  it('says what is taken for granted, once each', () => {
    const { assumptions } = explain();
    expect(assumptions[0]).toBe(
      '25 % of the best estimate rests on an assumed utilisation of 35 % of the 16-bit peak, since none was measured.',
    );
    expect(assumptions).toContain(
      'The total of a compute cluster is that of all its tenants, and no statement that they did one thing together.',
    );
    expect(assumptions).toContain('Figures of this rule are from memory and were not compared with its text.');
    expect(assumptions.some((text) => text.includes('10 % labelled as inference, measured by the provider'))).toBe(true);
    expect(new Set(assumptions).size).toBe(assumptions.length);
  });

  it('does not speak of use where none is judged', () => {
    const capacity: Standing = {
      ...standing,
      kind: 'CAPACITY',
      tier: 'POSSIBLE',
      totals: undefined,
      detail: { peakOps: '1', accelerators: 1 },
    };
    const { assumptions, totals } = explain({ standing: capacity, basis: undefined, members: [] });
    expect(totals).toBeUndefined();
    expect(assumptions.join(' ')).toContain('The interconnect is not registered');
    expect(assumptions.join(' ')).not.toContain('All use of the hardware');
  });
});

it('shares by evidence never add up to more than all', () =>
  fc.assert(
    fc.property(
      fc.tuple(fc.bigInt(0n, 99n), fc.bigInt(0n, 99n), fc.bigInt(0n, 99n), fc.bigInt(0n, 99n)),
      fc.bigInt(0n, 50n),
      (parts, rest) => {
        const [ATTESTED, TELEMETRY, BILLED, DECLARED] = parts;
        const expected = parts.reduce((sum, part) => sum + part, rest);
        const shares = evidenceShares({ expected, byEvidence: { ATTESTED, TELEMETRY, BILLED, DECLARED }, onPrior: 0n, labelled: {} });
        const sum = shares.reduce((total, { sharePpm }) => total + sharePpm, 0);
        expect(sum <= 1_000_000 && sum > 1_000_000 - 5 - (expected === 0n ? 1_000_000 : 0)).toBe(true);
      },
    ),
  ));
