import fc from 'fast-check';
import { Attribution } from '../attribution/attribution.js';
import { ACCOUNTS, anyHistory, CUSTOMERS, PARTIES } from '../attribution/identity-history.fixture.js';
import type { Rule } from '../rulebook/rule.js';
import { judgeBands } from './band-judging.js';
import { judgeCapacity } from './capacity.js';
import { judgeEvaluation } from './evaluation-due.js';
import type { EvidenceFacts, FlagEvidence } from './flag-evidence.js';
import { makeFlagEvidence } from './flag-evidence-make.js';
import { recountCrossings } from './flag-evidence-recount.js';
import { type HourRow, printAmounts, printHours, printRows, readAmounts, readHours, readRows } from './flag-evidence-text.js';
import { verifyFlagEvidence } from './flag-evidence-verify.js';
import { HourSums } from './hour-sums.js';
import type { HourVector } from './hour-vector.js';
import { judgeCrossings } from './judge-crossings.js';
import { at, daysOf, msAt, ruleOf, vectorOf } from './judging.fixture.js';
import { judgeOverCapacity } from './over-capacity.js';
import { project } from './projection.js';
import { projectionStanding } from './projection-standing.js';
import { scanCrossings } from './scan-crossings.js';
import type { Scope } from './scope.js';
import type { Standing } from './standing.js';
import { judgeUseAfterOrder } from './use-after-order.js';

const account = { kind: 'account', provider: 'p', id: 'a' } as const;
const cluster = { kind: 'cluster', provider: 'p', id: 'c' } as const;
const DECLARED: EvidenceFacts = { type: 'CROSSING', declared: [] };

interface Made {
  readonly standing: Standing;
  readonly rule: Rule;
  readonly facts?: EvidenceFacts;
  readonly vector?: HourVector;
  readonly attribution?: Attribution;
  readonly vectorOf?: (provider: string, account: string) => HourVector;
  readonly tenants?: readonly string[];
  readonly knownAtMs?: number;
}

/** As it comes back from a file. */
function bundle({ standing, rule, facts = DECLARED, vector, attribution = new Attribution(), ...own }: Made): FlagEvidence {
  const made = makeFlagEvidence({
    flag: 'f-1',
    standing,
    rule,
    facts,
    knownAtMs: msAt('2026-06-01'),
    ledgerPosition: 7n,
    attribution,
    policyVersions: [1],
    vectorOf: () => vector ?? vectorOf([]),
    ...own,
  });
  return JSON.parse(JSON.stringify(made)) as FlagEvidence;
}

const crossing = (rule: Rule, vector: HourVector, scope: Scope = account): Standing =>
  judgeCrossings(scope, vector, [rule], { conditionOf: () => 'YES' }).standings[0]!;
const codes = (evidence: unknown): string[] => {
  const verdict = verifyFlagEvidence(evidence);
  return verdict.ok ? [] : verdict.differences.map(({ code }) => code);
};

describe('hours and amounts as text', () => {
  it('are short where use is steady, and read by people', () => {
    expect(printHours([5, 6, 7, 9])).toBe('5x3 9');
    expect(printAmounts([4n, 4n, 0n])).toBe('4x2 0');
  });

  it('come back as they were', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 60 })),
        fc.array(fc.bigInt(0n, 3n), { minLength: 61, maxLength: 61 }),
        (hours, amounts) => {
          const rows = hours.sort((a, b) => a - b).map((hour): HourRow => [hour, 0n, amounts[hour]!, amounts[hour]! * 10n ** 18n]);
          expect(readRows(printRows(rows))).toEqual(rows);
        },
      ),
    ));

  it('that nobody prints are refused', () => {
    for (const text of ['5 5', '5x2 6', '-1', '1.5', '01', 'x2', '5x0', '5  6', ' 5', '2147483647', '0x1000001'])
      expect([text, readHours(text)]).toEqual([text, undefined]);
    expect(readAmounts('1e5')).toBeUndefined();
    expect(readRows({ hours: '5 6', lower: '1', expected: '1x2', upper: '1x2' })).toBeUndefined();
  });
});

describe('the recount', () => {
  it('finds what the scan finds, by another way', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.bigInt(0n, 30n)), { selector: ([hour]) => hour, maxLength: 60 }),
        fc.bigInt(1n, 300n),
        fc.constantFrom(1n, 3n, 7n),
        fc.constantFrom('GREATER' as const, 'AT_LEAST' as const),
        fc.constantFrom(undefined, 1, 5, 24),
        fc.option(fc.integer({ min: 0, max: 210 }), { nil: undefined }),
        fc.option(fc.integer({ min: 0, max: 210 }), { nil: undefined }),
        (use, amount, denominator, comparison, windowHours, from, to) => {
          const rows = [...use].sort(([a], [b]) => a - b).map(([hour, tflop]): HourRow => [hour, 0n, tflop, tflop]);
          const terms = {
            number: { numerator: amount * 10n ** 12n, denominator },
            comparison,
            windowHours,
            fromMs: from === undefined ? undefined : from * 3_600_000,
            toMs: to === undefined ? undefined : to * 3_600_000,
          };
          expect(recountCrossings(rows, 'expected', terms)).toEqual(scanCrossings(vectorOf(rows), 'expected', terms));
        },
      ),
      { numRuns: 2000 },
    ));
});

describe('a bundle that is what it was', () => {
  const vector = vectorOf([
    [at('2026-03-01T00'), 10n, 60n, 90n],
    [at('2026-03-01T01'), 10n, 60n, 90n],
  ]);

  it('of a crossing, also where the rule has dates and a window', () => {
    for (const own of [{}, { effectiveFrom: '2026-04-01' }, { window: 30 as const }]) {
      const rule = ruleOf({ id: 'r', number: '1e14', ...own });
      expect(verifyFlagEvidence(bundle({ standing: crossing(rule, vector), rule, vector }))).toEqual({ ok: true });
    }
  });

  it('of a compute cluster holds its tenants', () => {
    const rule = ruleOf({ id: 'r', number: '1e14' });
    const standing = crossing(
      rule,
      vectorOf(
        vector.hours.length
          ? [
              [at('2026-03-01T00'), 60n],
              [at('2026-03-01T01'), 60n],
            ]
          : [],
      ),
      cluster,
    );
    const of = (_: string, tenant: string) => vectorOf([[at(`2026-03-01T0${tenant === 'a' ? 0 : 1}`), 60n]]);
    const evidence = bundle({ standing, rule, vectorOf: of, tenants: ['a', 'b'] });
    expect(evidence.members.map(({ account: name, use }) => [name, use.expected])).toEqual([
      ['a', '60'],
      ['b', '60'],
    ]);
    expect(verifyFlagEvidence(evidence)).toEqual({ ok: true });
  });

  it('of a level', () => {
    const rule = ruleOf({ id: 'r', kind: 'BAND', number: '1e14', level: 'IDENTIFIED', scopes: ['account'] });
    for (const level of ['UNLINKED', 'NONE'] as const) {
      const [standing] = judgeBands({ scope: account, vector, rules: [rule], level });
      const evidence = bundle({ standing: standing!, rule, vector, facts: { type: 'LEVEL', level } });
      expect(verifyFlagEvidence(evidence)).toEqual({ ok: true });
      expect(codes({ ...evidence, facts: { type: 'LEVEL', level: 'ENHANCED' } })).toEqual(['EVIDENCE_NOT_STANDING']);
    }
  });

  it('of an evaluation', () => {
    const rule = ruleOf({ id: 'r', kind: 'EVALUATION', evaluation: { type: 'GROWTH', times: 5 }, controlRule: 'ownership-25' });
    const use = vectorOf([...[...daysOf('2026-03-01', 1, 24n)], [at('2026-03-05'), 500n]]);
    const facts = { type: 'EVALUATIONS', evaluations: [{ id: 'e', atMs: msAt('2026-03-02') }] } as const;
    const scope = { kind: 'group', id: 'g', controlRule: 'ownership-25' } as const;
    const [standing] = judgeEvaluation({ scope, vector: use, rules: [rule], evaluations: facts.evaluations, nowMs: msAt('2026-06-01') });
    const attribution = Object.assign(new Attribution(), {
      spansOf: () => [{ provider: 'p', account: 'a', fromHour: 0, toHour: Number.POSITIVE_INFINITY }],
      versionsBehind: () => ({ links: [], resolutions: [], control: [] }),
    });
    const evidence = bundle({ standing: standing!, rule, vector: use, facts, attribution });
    expect(verifyFlagEvidence(evidence)).toEqual({ ok: true });
    expect(codes({ ...evidence, facts: { type: 'EVALUATIONS', evaluations: [] } })).toEqual(['EVIDENCE_NOT_STANDING']);
  });

  it('of capacity, and of use beyond it', () => {
    const rule = ruleOf({ id: 'r', kind: 'CAPACITY', number: '1e12', interconnectAboveGbps: 100 });
    const registration = {
      accelerator: 'X',
      peaks: { BF16: 1_000 },
      accelerators: 8,
      interconnectGbps: 0,
      inServiceFromMs: msAt('2026-01-01'),
    };
    const [capacity] = judgeCapacity({ ...registration, scope: cluster }, [rule]).standings;
    const evidence = bundle({ standing: capacity!, rule, facts: { type: 'REGISTRATION', ...registration } });
    expect(verifyFlagEvidence(evidence)).toEqual({ ok: true });
    expect(codes({ ...evidence, facts: { ...evidence.facts, interconnectGbps: 400 } })).toEqual(['EVIDENCE_NOT_STANDING']);

    const use = { hours: [5, 6], acceleratorMs: [8n * 3_600_000n + 1n, 5n] };
    const [over] = judgeOverCapacity({ scope: cluster, use, registeredAt: () => 8 });
    const facts = {
      type: 'CAPACITY_USE',
      hours: printHours(use.hours),
      acceleratorMs: printAmounts(use.acceleratorMs),
      registered: [{ fromHour: 0, accelerators: 8 }],
    } as const;
    const house = ruleOf({ id: 'over-capacity', kind: 'USE', scopes: ['cluster'] });
    expect(verifyFlagEvidence(bundle({ standing: over!, rule: house, facts }))).toEqual({ ok: true });
    expect(codes({ ...bundle({ standing: over!, rule: house, facts }), facts: { ...facts, acceleratorMs: '5x2' } })).toEqual([
      'EVIDENCE_NOT_STANDING',
    ]);
  });

  it('of a projection', () => {
    const rule = ruleOf({ id: 'r', number: '3e15' });
    const use = vectorOf(daysOf('2026-03-01', 10, 240n));
    const hour = at('2026-03-11T00');
    const projection = project(use, hour, { number: rule.number!, comparison: 'AT_LEAST', horizonDays: 30 });
    const course = { status: 'RAISED', raisedAtMs: 0, toldDay: projection.day! } as const;
    const standing = projectionStanding({ scope: account, rule }, course, projection)!;
    const facts = { type: 'PROJECTION', hour, plans: [] } as const;
    const evidence = bundle({ standing, rule, vector: use, facts });
    expect(verifyFlagEvidence(evidence)).toEqual({ ok: true });
    const plans = [{ kind: 'PLAN', fromMs: msAt('2026-03-12'), toMs: msAt('2026-03-13'), flop: '600000000000000' }];
    expect(codes({ ...evidence, facts: { ...facts, plans } })).toEqual(['EVIDENCE_MOMENT_DIFFERS']);
  });

  it('of use after an order', () => {
    const attribution = new Attribution();
    const evidenceOfLink = { kind: 'DECLARED', strength: 'FAIR', confirmation: 'PERSON' } as const;
    const fromMs = msAt('2026-02-28T23:30');
    attribution.take({
      sequence: 1,
      knownAtMs: 1,
      type: 'linked',
      link: 'l',
      provider: 'p',
      account: 'a',
      customer: 'cus',
      fromMs,
      evidence: evidenceOfLink,
    });
    const suspension = { fromMs: msAt('2026-03-01T00:30'), toMs: Number.POSITIVE_INFINITY };
    const [standing] = judgeUseAfterOrder({ scope: { kind: 'customer', id: 'cus' }, vector, suspensions: [suspension] });
    const rule = ruleOf({ id: 'use-after-order', kind: 'USE', scopes: ['customer'] });
    const facts = { type: 'SUSPENSIONS', suspensions: [{ fromMs: suspension.fromMs }] } as const;
    expect(verifyFlagEvidence(bundle({ standing: standing!, rule, facts, vector, attribution }))).toEqual({ ok: true });
  });
});

describe('a bundle that was changed', () => {
  const rule = ruleOf({ id: 'r', number: '1e14', conditions: [] });
  const vector = vectorOf([
    [at('2026-03-01T00'), 10n, 60n, 90n],
    [at('2026-03-01T01'), 10n, 60n, 90n],
  ]);
  // By POSSIBLE, the first of the three: 90 and 90 pass 100 in the second hour.
  const good = bundle({ standing: crossing(rule, vector), rule, vector });
  const use = good.members[0]!.use;
  const withMember = (own: Partial<FlagEvidence['members'][number]>) => ({ ...good, members: [{ ...good.members[0]!, ...own }] });

  it.each<[string, unknown, string[]]>([
    ['more use', withMember({ use: { ...use, upper: '90 91' } }), ['EVIDENCE_TOTALS_DIFFER']],
    ['less use', withMember({ use: { ...use, upper: '62x2' } }), ['EVIDENCE_MOMENT_DIFFERS', 'EVIDENCE_TOTALS_DIFFER']],
    ['too little to cross', withMember({ use: { ...use, lower: '0x2', expected: '0x2', upper: '9 90' } }), ['EVIDENCE_NOT_STANDING']],
    [
      'totals that are not in order',
      withMember({ use: { ...use, lower: '70x2' } }),
      ['EVIDENCE_TOTALS_UNORDERED', 'EVIDENCE_TOTALS_DIFFER'],
    ],
    ['an hour that does not count', withMember({ spans: [{ fromHour: 0, toHour: at('2026-03-01T01') }] }), ['EVIDENCE_OUTSIDE_SPANS']],
    ['spans that meet', withMember({ spans: [{ fromHour: 0 }, { fromHour: 5 }] }), ['EVIDENCE_COUNTED_TWICE']],
    ['an account twice', { ...good, members: [good.members[0], good.members[0]] }, ['EVIDENCE_COUNTED_TWICE', 'EVIDENCE_MOMENT_DIFFERS']],
    ['use of another account', withMember({ account: 'b' }), ['EVIDENCE_SPANS_DIFFER']],
    ['a claim about another account', { ...good, scope: { ...account, id: 'b' } }, ['EVIDENCE_SPANS_DIFFER']],
    ["use at another provider's compute cluster", { ...good, scope: { ...cluster, provider: 'q' } }, ['EVIDENCE_SPANS_DIFFER']],
    ['another moment', { ...good, claim: { ...good.claim, moment: { ...good.claim.moment, minute: 0 } } }, ['EVIDENCE_MOMENT_DIFFERS']],
    ['another number', { ...good, rule: { ...good.rule, number: '9e14' } }, ['EVIDENCE_NOT_STANDING']],
    ['another tier', { ...good, claim: { ...good.claim, tier: 'CERTAIN' } }, ['EVIDENCE_NOT_STANDING']],
    ['another time of entry', { ...good, claim: { ...good.claim, atEntryIntoForce: true } }, ['EVIDENCE_ENTRY_DIFFERS']],
    [
      'no totals',
      { ...good, claim: { ...good.claim, totals: undefined } },
      ['EVIDENCE_TOTALS_DIFFER', 'EVIDENCE_TOTALS_DIFFER', 'EVIDENCE_TOTALS_DIFFER'],
    ],
    ['a rule of no known kind', { ...good, rule: { ...good.rule, kind: 'MAGIC' } }, ['EVIDENCE_RULE_UNSOUND']],
    ['facts of another kind', { ...good, facts: { type: 'LEVEL', level: 'NONE' } }, ['EVIDENCE_MALFORMED']],
    [
      'a condition that nobody declared',
      { ...good, rule: { ...good.rule, conditions: [{ type: 'ATTESTED', subject: 'X', words: 'weights are closed' }] } },
      ['EVIDENCE_NOT_STANDING'],
    ],
    ['another format', { ...good, format: 'x' }, ['EVIDENCE_MALFORMED']],
    ['a policy of another provider', { ...good, rule: { ...good.rule, provider: 'q', scopes: ['account'] } }, ['EVIDENCE_NOT_STANDING']],
    ['more than a ledger holds', withMember({ use: { ...use, upper: '90 9300000000000000000' } }), ['EVIDENCE_MALFORMED']],
  ])('%s is told', (_, evidence, expected) => expect(codes(evidence)).toEqual(expected));

  it('beyond recognition is told too, and never thrown', () =>
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), fc.anything(), (field, value) => {
        const changed = { ...good, [field]: value };
        expect(typeof verifyFlagEvidence(changed).ok).toBe('boolean');
        const facts = { ...good, facts: { ...good.facts, [field]: value } };
        expect(typeof verifyFlagEvidence(facts).ok).toBe('boolean');
      }),
    ));
});

describe('flags of any history of identity', () => {
  const rules = [
    ruleOf({ id: 'low', number: '4e13' }),
    ruleOf({ id: 'high', number: '1e14', comparison: 'GREATER' }),
    ruleOf({ id: 'third', number: '1e14/3', effectiveFrom: '1970-01-01' }),
  ];
  const use = fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 0, max: 11 }), fc.bigInt(1n, 30n)), { maxLength: 30 });

  function flagsOf(attribution: Attribution, vectors: readonly HourSums[]): FlagEvidence[] {
    const ofAccount = (provider: string, name: string): HourVector =>
      vectors[ACCOUNTS.findIndex((one) => one.provider === provider && one.account === name)]!;
    const scopes: Scope[] = [
      ...CUSTOMERS.map((id) => ({ kind: 'customer' as const, id })),
      ...PARTIES.map((id) => ({ kind: 'party' as const, id })),
      ...attribution.controllers('control').map((id) => ({ kind: 'group' as const, id, controlRule: 'control' as const })),
    ];
    return scopes.flatMap((scope) => {
      const sum = new HourSums();
      for (const { provider, account: name, fromHour, toHour } of attribution.spansOf(scope))
        sum.addVector(ofAccount(provider, name), fromHour, toHour);
      const { standings } = judgeCrossings(scope, sum, rules, { conditionOf: () => 'YES' });
      return standings.map((standing) =>
        bundle({ standing, rule: rules.find(({ id }) => id === standing.rule)!, attribution, vectorOf: ofAccount }),
      );
    });
  }

  it('are found again from their bundles alone, and not once the hours that count are others', () => {
    let [flags, ofGroups] = [0, 0];
    fc.assert(
      fc.property(anyHistory, use, ({ facts }, used) => {
        const attribution = new Attribution();
        for (const fact of facts) attribution.take(fact);
        const vectors = ACCOUNTS.map((_, place) =>
          HourSums.of(
            used.filter(([one]) => one === place).map(([, hour, tflop]) => ({ hour, lower: 0n, expected: tflop, upper: tflop * 2n })),
          ),
        );
        for (const evidence of flagsOf(attribution, vectors)) {
          flags += 1;
          if (evidence.scope.kind === 'group') ofGroups += 1;
          expect(verifyFlagEvidence(evidence)).toEqual({ ok: true });
          const [first, ...rest] = evidence.members;
          const moved = {
            ...first!,
            spans: first!.spans.map((span, index) => (index > 0 ? span : { ...span, fromHour: span.fromHour - 1 })),
          };
          expect(codes({ ...evidence, members: [moved, ...rest] })).toContain('EVIDENCE_SPANS_DIFFER');
          expect(codes({ ...evidence, members: rest })).toContain('EVIDENCE_SPANS_DIFFER');
          const { statements } = evidence;
          const named = new Set(statements.parties.map(([customer]) => customer));
          const resolutions = statements.resolutions.map((one) => ({ ...one, party: 'somebody' }));
          if (resolutions.some(({ customer }) => named.has(customer)))
            expect(codes({ ...evidence, statements: { ...statements, resolutions } })).toContain('EVIDENCE_SPANS_DIFFER');
        }
      }),
      { numRuns: 300 },
    );
    expect(flags).toBeGreaterThan(100);
    expect(ofGroups).toBeGreaterThan(20);
  });
});
