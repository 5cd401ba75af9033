import { isAccessOpen } from '../access/access-state.js';
import { IDENTITY_SECTIONS } from '../access/identity-section.js';
import type { CaseState } from '../case-state.js';
import type { CaseFlag, Instant } from '../case-vocabulary.js';
import { REFERRAL_SECTIONS, type ReferralSection } from './referral-rule.js';

/** What goes: a section is there if and only if it was asked for and the rule allows it. */
export type BundleSections = Readonly<Partial<Record<ReferralSection, unknown>>>;

/** Written to go: by whoever proposed it, without names. */
export interface BundleWords {
  statement?: string | undefined;
}

/**
 * What of a case goes to another authority. Built up from nothing: each section names each field that it takes, so what somebody adds to a case later
 * stays here until it is named. Notes, requests, answers, reasons, persons and whatever else a case holds have no section, and cannot go.
 */
export function bundleOf(
  state: CaseState,
  { sections, allowed }: { sections: readonly ReferralSection[]; allowed: readonly ReferralSection[] },
  words: BundleWords,
  now: Instant,
): BundleSections {
  const taken = REFERRAL_SECTIONS.filter((section) => sections.includes(section) && allowed.includes(section));
  return Object.fromEntries(taken.map((section) => [section, SECTIONS[section](state, words, now)]));
}

const SECTIONS: Record<ReferralSection, (state: CaseState, words: BundleWords, now: Instant) => unknown> = {
  SUBJECT_PSEUDONYM: ({ subject: { kind, provider, id, controlRule } }) => ({
    kind,
    ...(provider === undefined ? {} : { provider }),
    id,
    ...(controlRule === undefined ? {} : { controlRule }),
  }),
  FLAGS: (state) => standing(state).map(flagOf),
  TOTALS: (state) =>
    standing(state).flatMap(({ id, totals }) =>
      totals === undefined ? [] : [{ flag: id, lower: totals.lower, expected: totals.expected, upper: totals.upper, unit: 'FLOP' }],
    ),
  EVIDENCE_REFS: (state) => standing(state).map(({ id, rule, ruleVersion }) => ({ flag: id, rule: `${rule}@${ruleVersion}` })),
  STATEMENT: (_, { statement }) => (statement === undefined ? null : { text: statement }),
  DECLARATION_SUMMARY: declarationsOf,
  IDENTITY: identitiesOf,
};

const standing = ({ flags }: CaseState) => [...flags.values()].filter(({ withdrawn }) => !withdrawn);

/** Without its sentence and its scope: both may say whom it is about. */
const flagOf = ({ id, kind, tier, rule, ruleVersion, regime, jurisdiction, legalStatus, number, momentMs, knownAtMs }: CaseFlag) => ({
  id,
  kind,
  tier,
  rule,
  ruleVersion,
  regime,
  jurisdiction,
  legalStatus,
  ...(number === undefined ? {} : { number }),
  momentMs,
  knownAtMs,
});

/** That there are declarations, of which version and since when: what they say stays in the case, where its provider answers for it. */
function declarationsOf({ requests }: CaseState): unknown {
  return [...requests.declarations.values()].map(({ versions }, n) => ({
    declaration: n + 1,
    versions: versions.map(({ version, at }) => ({ version, submittedAtMs: at })),
  }));
}

/**
 * What was shown under a grant that is still open, of the sections that the grant opens: an access that has ended lets nothing out either. Without
 * the id of the customer record, which is a pseudonym and has a section of its own.
 */
function identitiesOf({ referrals, access }: CaseState, _: BundleWords, now: Instant): unknown {
  return [...referrals.released.values()].flatMap(({ grant: id, released = {} }) => {
    const grant = access.grants.get(id);
    if (grant === undefined || !isAccessOpen(grant, now)) return [];
    const fields = IDENTITY_SECTIONS.filter((section) => grant.fields.includes(section) && released[section] !== undefined);
    return fields.length === 0 ? [] : [Object.fromEntries(fields.map((section) => [section, released[section]]))];
  });
}
