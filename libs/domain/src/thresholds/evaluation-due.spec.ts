import fc from 'fast-check';
import { judgeEvaluation } from './evaluation-due.js';
import { at, msAt, ruleOf, vectorOf } from './judging.fixture.js';

const scope = { kind: 'party', id: 'par' } as const;
const growth = ruleOf({ id: 'evaluation-growth', kind: 'EVALUATION', evaluation: { type: 'GROWTH', times: 5 } });
const quarter = ruleOf({ id: 'evaluation-quarter', kind: 'EVALUATION', evaluation: { type: 'MONTHS', months: 3 }, number: '1e24' });
type Rows = Parameters<typeof vectorOf>[0];

function judge(rule: typeof growth, rows: Rows, { evaluations = [], now }: { evaluations?: string[]; now: string }) {
  return judgeEvaluation({
    scope,
    vector: vectorOf(rows),
    rules: [rule],
    evaluations: evaluations.map((text, index) => ({ id: `e-${index}`, atMs: msAt(text) })),
    nowMs: msAt(now),
  });
}

describe('an evaluation is due by growth', () => {
  const before = [at('2026-01-10T00'), 100n] as const;
  const grow = (added: bigint, evaluations = ['2026-02-01'], now = '2026-04-01') =>
    judge(growth, [before, [at('2026-03-01T06'), added]], { evaluations, now });

  it('once the use since is five times the use until then, and not a TFLOP before', () => {
    expect(grow(499n)).toEqual([]);
    expect(grow(500n)).toMatchObject([
      { kind: 'EVALUATION_DUE', rule: 'evaluation-growth', n: 1, totals: { expected: 600n }, detail: { evaluation: 'e-0' } },
    ]);
  });

  it('at the minute in which it was, use taken as even over the hour', () =>
    expect(grow(1000n)[0]!.moment).toEqual({ hour: at('2026-03-01T06'), minute: 30 }));

  it('not without an evaluation, nor after one of nothing, nor for one that lies ahead', () => {
    expect(grow(10_000n, [])).toEqual([]);
    expect(grow(10_000n, ['2026-01-01'])).toEqual([]);
    expect(grow(10_000n, ['2026-05-01'])).toEqual([]);
  });

  it("of groups by the rule's own reckoning of control alone", () => {
    const due = (controlRule: 'control' | 'ownership-25') =>
      judgeEvaluation({
        scope: { kind: 'group', id: 'par', controlRule },
        vector: vectorOf([before, [at('2026-03-01T06'), 500n]]),
        rules: [growth],
        evaluations: [{ id: 'e', atMs: msAt('2026-02-01') }],
        nowMs: msAt('2026-04-01'),
      });
    expect(due('control')).toHaveLength(1);
    expect(due('ownership-25')).toEqual([]);
  });

  it('by the latest of several, in whatever order they were written down', () =>
    expect(grow(10_000n, ['2026-03-02', '2026-02-01'])).toEqual([]));

  it('with the hour that was running at the evaluation counted as before it', () => {
    const rows: Rows = [
      [at('2026-02-01T10'), 100n],
      [at('2026-02-01T11'), 500n],
    ];
    expect(judge(growth, rows, { evaluations: ['2026-02-01T10:30'], now: '2026-04-01' })).toHaveLength(1);
    expect(judge(growth, rows, { evaluations: ['2026-02-01T10:00'], now: '2026-04-01' })).toEqual([]);
    expect(judge(growth, rows, { evaluations: ['2026-02-01T11:01'], now: '2026-04-01' })).toEqual([]);
  });

  it('exactly when E(now) - E(at) >= 5 E(at) > 0', () =>
    fc.assert(
      fc.property(fc.bigInt(0n, 50n), fc.array(fc.bigInt(0n, 80n), { maxLength: 12 }), (until, since) => {
        const rows: Rows = [[at('2026-01-01T00'), until], ...since.map((tflop, index) => [at('2026-02-01T00') + index, tflop] as const)];
        const grown = since.reduce((sum, tflop) => sum + tflop, 0n);
        const due = judge(growth, rows, { evaluations: ['2026-02-01'], now: '2026-04-01' });
        expect(due.length).toBe(until > 0n && grown >= 5n * until ? 1 : 0);
      }),
    ));
});

describe('an evaluation is due by the calendar', () => {
  // 1e24 FLOP are 1e12 TFLOP: reached in the middle of this hour.
  const rows: Rows = [[at('2025-11-30T10'), 2n * 10n ** 12n]];

  it('three calendar months after the number was reached, to the minute', () => {
    expect(judge(quarter, rows, { now: '2026-02-28T10:29' })).toEqual([]);
    const [due] = judge(quarter, rows, { now: '2026-02-28T10:30' });
    expect(due).toMatchObject({ kind: 'EVALUATION_DUE', rule: 'evaluation-quarter', totals: { expected: 2n * 10n ** 12n } });
    expect(due!.moment).toEqual({ hour: at('2026-02-28T10'), minute: 30 });
  });

  it('three months after an evaluation that came later', () => {
    expect(judge(quarter, rows, { evaluations: ['2025-12-15T08:00'], now: '2026-03-15T07:59' })).toEqual([]);
    expect(judge(quarter, rows, { evaluations: ['2025-12-15T08:00'], now: '2026-03-15T08:00' })[0]!.moment.hour).toBe(at('2026-03-15T08'));
  });

  it('not below the number, exactly', () => {
    expect(judge(quarter, [[at('2025-01-01T00'), 10n ** 12n - 1n]], { now: '2026-03-15' })).toEqual([]);
    expect(judge(quarter, [[at('2025-01-01T00'), 10n ** 12n]], { now: '2026-03-15' })).toHaveLength(1);
  });
});

it('a rule that does not say when is no rule to judge by', () =>
  expect(() => judge(ruleOf({ id: 'odd', kind: 'EVALUATION' }), [], { now: '2026-01-01' })).toThrow('odd@1 does not say'));
