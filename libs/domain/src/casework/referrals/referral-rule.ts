import type { Matter } from '../case-vocabulary.js';
import { MATTERS } from '../case-vocabulary.js';
import type { Authority, AuthorityKind } from './authority.js';

/** What of a case can go to another authority. What is no section never goes, whatever anybody asks. */
export const REFERRAL_SECTIONS = [
  'SUBJECT_PSEUDONYM',
  'FLAGS',
  'TOTALS',
  'EVIDENCE_REFS',
  'STATEMENT',
  'DECLARATION_SUMMARY',
  'IDENTITY',
] as const;
export type ReferralSection = (typeof REFERRAL_SECTIONS)[number];

/** One version of one rule. Entries are added, never edited: a bundle names the rule and version that allowed it. A policy of this house, not law. */
export interface ReferralRule {
  id: string;
  version: number;
  kind: AuthorityKind;
  /** Of the receiving authority, any of them; ANY: whatever it has. */
  jurisdictions: 'ANY' | readonly string[];
  matters: readonly Matter[];
  /** By a referral, which two people decide about. */
  sections: readonly ReferralSection[];
  /** In answer to a request, which one person can give: never more, and never an identity. */
  answers: readonly ReferralSection[];
  words: string;
}

const ABOUT_COMPUTE = ['FLAGS', 'TOTALS', 'EVIDENCE_REFS', 'STATEMENT', 'DECLARATION_SUMMARY'] as const;

/** The first that fits is the one: the narrower stand before the wider. None: nothing may go. */
export const REFERRAL_RULES: readonly ReferralRule[] = [
  {
    id: 'referral-tenant-incident',
    version: 1,
    kind: 'TENANT',
    jurisdictions: 'ANY',
    matters: ['INCIDENT'],
    sections: ['SUBJECT_PSEUDONYM', 'FLAGS', 'STATEMENT', 'IDENTITY'],
    answers: ['SUBJECT_PSEUDONYM', 'FLAGS', 'STATEMENT'],
    words: 'Of an incident: whom it concerns and why, and no totals.',
  },
  {
    id: 'referral-tenant',
    version: 1,
    kind: 'TENANT',
    jurisdictions: 'ANY',
    matters: MATTERS,
    sections: ['SUBJECT_PSEUDONYM', ...ABOUT_COMPUTE, 'IDENTITY'],
    answers: ['SUBJECT_PSEUDONYM', ...ABOUT_COMPUTE],
    words: 'Authorities of one installation know its pseudonyms; an identity goes where it was released to the case.',
  },
  {
    id: 'referral-installation-eu',
    version: 1,
    kind: 'INSTALLATION',
    jurisdictions: ['EU'],
    matters: ['TRAINING_COMPUTE', 'CAPACITY', 'INCIDENT', 'ORDER', 'REFERRAL'],
    sections: [...ABOUT_COMPUTE, 'IDENTITY'],
    answers: ABOUT_COMPUTE,
    words:
      'A pseudonym of this installation says nothing elsewhere: it stays here, and an identity goes only where it was released to the case.',
  },
  {
    id: 'referral-installation',
    version: 1,
    kind: 'INSTALLATION',
    jurisdictions: 'ANY',
    matters: ['TRAINING_COMPUTE', 'CAPACITY', 'INCIDENT', 'ORDER', 'REFERRAL'],
    sections: ABOUT_COMPUTE,
    answers: ['FLAGS', 'TOTALS', 'EVIDENCE_REFS'],
    words: 'What shows that something happened, and nothing that says who.',
  },
];

/** The rule for what goes to that authority of a case of that matter; undefined: nothing does. */
export const referralRuleFor = (
  { kind, jurisdictions }: Pick<Authority, 'kind' | 'jurisdictions'>,
  matter: Matter,
  rules: readonly ReferralRule[] = REFERRAL_RULES,
): ReferralRule | undefined =>
  rules.find(
    (rule) =>
      rule.kind === kind &&
      rule.matters.includes(matter) &&
      (rule.jurisdictions === 'ANY' || rule.jurisdictions.some((one) => jurisdictions.includes(one))),
  );

export const referralRuleKey = ({ id, version }: Pick<ReferralRule, 'id' | 'version'>): string => `${id}@${version}`;
