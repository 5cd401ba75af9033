import { QUARTER } from './exact-ownership.js';
import { compare, type Fraction, fraction, HALF } from './fraction.js';

/** Whether a rule binds anybody, and how. Never more is claimed than this says. */
export type RuleStatus = 'IN_FORCE' | 'GUIDANCE' | 'SUSPENDED' | 'NOT_YET';

export interface OwnershipRule {
  readonly id: string;
  readonly version: number;
  readonly regime: string;
  readonly citation: string;
  /** What reaches the threshold: one owner's effective share, or the direct shares of all who are listed or count as listed, together. */
  readonly measure: 'EFFECTIVE_SHARE' | 'LISTED_TOGETHER';
  /** Reached at exactly this share. */
  readonly threshold: Fraction;
  /** In ascending order. Before the first: NOT_YET. Dates are 00:00 UTC. */
  readonly statuses: readonly { readonly from: string; readonly status: RuleStatus }[];
  /** Whether somebody compared the entry with the primary text. */
  readonly verified: boolean;
  readonly note: string;
}

/** Entries are added, never edited: what was computed names the id and version it was computed by. */
export const OWNERSHIP_RULES: readonly OwnershipRule[] = [
  {
    id: 'beneficial-owner-25',
    version: 1,
    regime: 'Duties of knowing the customer',
    citation: 'EO 13984 1(a); 89 FR 5698 (proposed); PECC seminar recommendation 15; the figure as in 31 CFR 1010.230(d)(1)',
    measure: 'EFFECTIVE_SHARE',
    threshold: QUARTER,
    statuses: [{ from: '2021-01-19', status: 'GUIDANCE' }],
    verified: false,
    note: 'Who owns a quarter or more, or controls. No compute rule in force sets the figure.',
  },
  {
    id: 'ofac-50',
    version: 1,
    regime: 'US sanctions (OFAC)',
    citation: 'Revised guidance on entities owned by persons whose property is blocked, 2014-08-13',
    measure: 'LISTED_TOGETHER',
    threshold: HALF,
    statuses: [{ from: '2014-08-13', status: 'IN_FORCE' }],
    verified: false,
    note: 'Half or more, directly or through entities that themselves count as listed, by one or several listed parties together. Control without ownership does not count.',
  },
  {
    id: 'bis-affiliates-50',
    version: 1,
    regime: 'US export control (BIS)',
    citation: 'Affiliates rule, 90 FR 47201',
    measure: 'LISTED_TOGETHER',
    threshold: HALF,
    statuses: [
      { from: '2025-09-29', status: 'IN_FORCE' },
      { from: '2025-11-10', status: 'SUSPENDED' },
      { from: '2026-11-10', status: 'IN_FORCE' },
    ],
    verified: false,
    note: 'Suspended for a year from 2025-11-10; whether the suspension was prolonged was not checked.',
  },
];

export function ruleStatusAt(rule: OwnershipRule, asOfMs: number): RuleStatus {
  return rule.statuses.filter(({ from }) => Date.parse(from) <= asOfMs).at(-1)?.status ?? 'NOT_YET';
}

export const reaches = (share: Fraction, { threshold }: OwnershipRule): boolean => compare(share, threshold) >= 0;

/** For tests and bounds: an entry whose threshold is no share, or whose dates do not rise, is unsound. */
export function unsoundRules(rules: readonly OwnershipRule[]): string[] {
  return rules
    .filter(({ threshold, statuses }) => {
      const rising = statuses.every(({ from }, index) => index === 0 || Date.parse(statuses[index - 1]!.from) < Date.parse(from));
      return !rising || statuses.length === 0 || compare(threshold, fraction(0n)) <= 0 || compare(threshold, fraction(1n)) > 0;
    })
    .map(({ id }) => id);
}
