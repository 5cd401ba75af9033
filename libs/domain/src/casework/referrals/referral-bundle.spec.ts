import fc from 'fast-check';
import { type CaseState, NO_CASE } from '../case-state.js';
import { investigated } from '../decisions/decisions.fixture.js';
import { type BundleSections, bundleOf } from './referral-bundle.js';
import { REFERRAL_SECTIONS, type ReferralSection } from './referral-rule.js';

const NOW = 1_000;
/** In every word that may not go, and in every field that nobody thought of. */
const STAY = 'stays-here';
const GO = 'may-go';

const step = { person: STAY, role: STAY, at: 0 };
const grant = (id: string, over: object) => ({
  id,
  customers: [STAY],
  fields: ['NAMES'] as const,
  purpose: 'OTHER' as const,
  persons: [STAY],
  from: 0,
  until: 2_000,
  breakGlass: false,
  granted: step,
  reason: STAY,
  ...over,
});

const flag = (n: number, withdrawn: boolean) => ({
  id: `${withdrawn ? STAY : GO}-${n}`,
  kind: GO,
  tier: 'CERTAIN' as const,
  scope: { kind: 'customer' as const, provider: STAY, id: STAY },
  rule: GO,
  ruleVersion: 1,
  regime: GO,
  jurisdiction: GO,
  legalStatus: GO,
  number: GO,
  momentMs: 1,
  knownAtMs: 2,
  totals: { lower: '1', expected: '2', upper: '3' },
  sentence: STAY,
  covers: [STAY],
  joinedAt: 3,
  reason: STAY,
  withdrawn,
});

/** A case that holds words in every part of it, some of which may go. */
function caseWith(flags: readonly boolean[]): CaseState {
  const { state } = investigated();
  return {
    ...NO_CASE,
    ...state,
    authority: STAY,
    jurisdiction: STAY,
    subject: { kind: 'customer', provider: GO, id: GO },
    participants: new Map([[STAY, new Set(['case-opened'])]]),
    flags: new Map(flags.map((withdrawn, n) => flag(n, withdrawn)).map((one) => [one.id, one])),
    access: {
      ...state.access,
      grants: new Map([
        ['open', grant('open', {})],
        ['over', grant('over', { until: NOW })],
        ['ended', grant('ended', { ended: { at: 1, cause: 'ENDED', by: STAY } })],
      ]),
    },
    referrals: {
      ...state.referrals,
      released: new Map(
        ['open', 'over', 'ended', 'none'].map((id) => {
          const released: Record<string, unknown> = { NAMES: id === 'open' ? [GO] : STAY, PAYMENT: STAY, NOBODY_KNOWS: STAY };
          return [id, { customer: STAY, grant: id, released }];
        }),
      ),
    },
    desk: { ...state.desk, notes: [{ text: STAY }] } as unknown as CaseState['desk'],
    decisions: { ...state.decisions, anything: [{ reason: STAY, person: STAY }] } as unknown as CaseState['decisions'],
    incidents: new Map([['i', { description: STAY } as never]]),
    evaluations: new Map([['e', { result: { evaluator: STAY } } as never]]),
    requests: {
      ...state.requests,
      declarations: new Map([
        ['d', { id: STAY, message: STAY, versions: [{ version: 1, at: 5, by: STAY, content: { model: STAY }, sha256: STAY }] } as never],
      ]),
    },
  };
}

/** A field that nobody thought of in every object, however deep. */
function withMore(value: unknown): unknown {
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, withMore(one)]));
  if (value instanceof Set) return value;
  if (Array.isArray(value)) return value.map(withMore);
  if (typeof value !== 'object' || value === null) return value;
  return { ...Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withMore(one)])), more: STAY, [STAY]: 1 };
}

const someSections = fc.subarray([...REFERRAL_SECTIONS]);
const words = { statement: GO };

/** Every field that can be in a bundle. A new one is added here by whoever decides that it may go. */
const FIELDS: Record<ReferralSection, string[]> = {
  SUBJECT_PSEUDONYM: ['kind', 'provider', 'id', 'controlRule'],
  FLAGS: ['id', 'kind', 'tier', 'rule', 'ruleVersion', 'regime', 'jurisdiction', 'legalStatus', 'number', 'momentMs', 'knownAtMs'],
  TOTALS: ['flag', 'lower', 'expected', 'upper', 'unit'],
  EVIDENCE_REFS: ['flag', 'rule'],
  STATEMENT: ['text'],
  DECLARATION_SUMMARY: ['declaration', 'versions', 'version', 'submittedAtMs'],
  IDENTITY: ['NAMES'],
};

describe('a bundle', () => {
  it('holds a section exactly when it was asked for and allowed, and nothing beside the fields that are named', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 4 }), someSections, someSections, (flags, sections, allowed) => {
        const bundle = bundleOf(withMore(caseWith(flags)) as CaseState, { sections, allowed }, words, NOW);
        expect(Object.keys(bundle).sort()).toEqual(sections.filter((section) => allowed.includes(section)).sort());
        expect(JSON.stringify(bundle)).not.toContain(STAY);
        for (const [section, content] of Object.entries(bundle) as [ReferralSection, unknown][])
          expect(fieldsOf(content).filter((field) => !FIELDS[section].includes(field))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('holds what there is to say: a test of nothing would prove nothing', () => {
    const all = bundleOf(caseWith([false, true]), { sections: REFERRAL_SECTIONS, allowed: REFERRAL_SECTIONS }, words, NOW);
    expect(all).toEqual({
      SUBJECT_PSEUDONYM: { kind: 'customer', provider: GO, id: GO },
      FLAGS: [expect.objectContaining({ id: 'may-go-0', tier: 'CERTAIN' })],
      TOTALS: [{ flag: 'may-go-0', lower: '1', expected: '2', upper: '3', unit: 'FLOP' }],
      EVIDENCE_REFS: [{ flag: 'may-go-0', rule: 'may-go@1' }],
      STATEMENT: { text: GO },
      DECLARATION_SUMMARY: [{ declaration: 1, versions: [{ version: 1, submittedAtMs: 5 }] }],
      IDENTITY: [{ NAMES: [GO] }],
    } satisfies BundleSections);
  });
});

function fieldsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, one]) => [field, ...fieldsOf(one)]);
}
