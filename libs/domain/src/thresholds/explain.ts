import { CURRENT_METERING_POLICY, meteringPolicy } from '../metering/metering-policy.js';
import { inForceWords, type LegalStanding, legalStatusAt } from '../rulebook/legal-status.js';
import type { Condition, Rule } from '../rulebook/rule.js';
import { type BasisShare, basisAssumptions, evidenceShares, labelledShares, type UseBasis } from './explain-basis.js';
import { type Concentration, concentrationOf, type MemberShare, memberShares } from './explain-members.js';
import type { TripleTotal } from './hour-vector.js';
import { flagSentence, type SentenceInput } from './sentence.js';
import { flopText, ppmOf, printTflop } from './sentence-amounts.js';
import type { Standing, Tier } from './standing.js';

/** All that an explanation is made from. */
export interface ExplanationInput extends SentenceInput {
  /** Absent: no use is judged. */
  readonly basis?: UseBasis | undefined;
  /** Version by which the use was metered; the latest where there are several. */
  readonly policyVersion?: number | undefined;
}

/** Why a flag was raised, as data: amounts exact, as decimal strings of FLOP, with what people read beside them. */
export interface FlagExplanation {
  readonly sentence: string;
  readonly scopeName: string;
  readonly rule: ExplainedRule;
  readonly tier?: { readonly tier: Tier; readonly words: string } | undefined;
  readonly totals?: Readonly<Record<keyof TripleTotal, ExplainedAmount>> | undefined;
  readonly momentMs: number;
  readonly knownAtMs: number;
  readonly members: readonly MemberShare[];
  readonly concentration?: Concentration | undefined;
  readonly evidence: readonly BasisShare[];
  readonly labels: readonly BasisShare[];
  /** Of the expected total, what rests on the prior utilisation. */
  readonly onPriorPpm: number;
  readonly assumptions: readonly string[];
}

export interface ExplainedAmount {
  readonly flop: string;
  readonly printed: string;
}

export interface ExplainedRule
  extends Pick<Rule, 'id' | 'version' | 'title' | 'regime' | 'jurisdiction' | 'citation' | 'duty' | 'counts' | 'verified'> {
  /** On the day of the crossing. */
  readonly legalStatus: LegalStanding;
  readonly legalWords: string;
  readonly number?: string | undefined;
}

/** Each tier in words that claim no more than it does. */
export const TIER_WORDS: Record<Tier, string> = {
  POSSIBLE: 'at most',
  PROBABLE: 'best estimate',
  CERTAIN: 'provable',
  PROJECTED: 'foreseeable at the present rate',
};

export function explainFlag(input: ExplanationInput): FlagExplanation {
  const { standing, rule, scopeName, knownAtMs, members, basis } = input;
  const { moment, tier, totals } = standing;
  return {
    sentence: flagSentence(input),
    scopeName,
    rule: explainedRule(rule, moment.hour * 3_600_000),
    ...(tier && { tier: { tier, words: TIER_WORDS[tier] } }),
    ...(totals && { totals: explainedTotals(totals) }),
    momentMs: moment.hour * 3_600_000 + moment.minute * 60_000,
    knownAtMs,
    members: memberShares(members),
    concentration: concentrationOf(members),
    evidence: basis ? evidenceShares(basis) : [],
    labels: basis ? labelledShares(basis) : [],
    onPriorPpm: basis ? ppmOf(basis.onPrior, basis.expected) : 0,
    assumptions: assumptionsOf(input),
  };
}

function explainedRule(rule: Rule, ms: number): ExplainedRule {
  const { id, version, title, regime, jurisdiction, citation, duty, counts, verified, number } = rule;
  const law = { legalStatus: legalStatusAt(rule, ms), legalWords: inForceWords(rule, ms) };
  return { id, version, title, regime, jurisdiction, citation, duty, counts, verified, ...law, ...(number && { number: number.printed }) };
}

function explainedTotals({ lower, expected, upper }: TripleTotal): Record<keyof TripleTotal, ExplainedAmount> {
  const amount = (tflop: bigint): ExplainedAmount => ({ flop: flopText(tflop), printed: printTflop(tflop) });
  return { lower: amount(lower), expected: amount(expected), upper: amount(upper) };
}

/** What the reader has to take for granted, in whole sentences. */
export function assumptionsOf({ standing, rule, members, basis, policyVersion, projection }: ExplanationInput): string[] {
  const { priorPpm } = (policyVersion === undefined ? undefined : meteringPolicy(policyVersion)) ?? CURRENT_METERING_POLICY;
  return [
    ...(basis ? basisAssumptions(basis, priorPpm) : []),
    ...scopeAssumptions(standing, members.length),
    ...rule.conditions.map(conditionWords),
    ...(standing.tier === 'PROJECTED' ? projectionAssumptions(projection?.hasPlans ?? false) : []),
    ...(standing.kind === 'CAPACITY' ? capacityAssumptions(standing) : []),
    ...(rule.verified ? [] : ['Figures of this rule are from memory and were not compared with its text.']),
    ...(standing.totals ? [COUNTED] : []),
    'A flag starts scrutiny by people; it decides nothing, and no rule obliges a cloud provider to report what a customer uses.',
  ];
}

const COUNTED = 'All use of the hardware is counted, what failed or was thrown away too: a regime may count less.';

function scopeAssumptions({ scope, kind }: Standing, members: number): string[] {
  if (kind === 'CAPACITY' || kind === 'OVER_CAPACITY') return [];
  switch (scope.kind) {
    case 'cluster':
      return members > 1
        ? ['The total of a compute cluster is that of all its tenants, and no statement that they did one thing together.']
        : [];
    case 'account':
      return [];
    case 'customer':
      return [OWNED];
    case 'party':
      return [OWNED, 'Records that were judged to be one party are taken to have been so at all times.'];
    case 'group':
      return [OWNED, 'A party counts in the hours at whose start it was under the controller; that they trained together is not claimed.'];
    default:
      return scope satisfies never;
  }
}

const OWNED = 'An hour of an account belongs to whoever the account was linked to at its start.';

const conditionWords = ({ words }: Condition): string => `That it is so is the customer's own statement, not observed: ${words}.`;

const projectionAssumptions = (hasPlans: boolean): string[] => [
  'Use is taken to go on at the larger of the medians of its last 7 and 28 complete days (UTC).',
  ...(hasPlans ? ['What is declared or reserved is taken as used evenly over its days, where that is more.'] : []),
];

const capacityAssumptions = ({ tier }: Standing): string[] => [
  'Peaks are dense, 16-bit, and as the catalogue has them; nothing has to have run.',
  ...(tier === 'POSSIBLE' ? ['The interconnect is not registered: what is missing is not taken to be slow.'] : []),
];
