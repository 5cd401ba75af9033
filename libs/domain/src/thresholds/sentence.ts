/** One sentence in plain words for a flag: who, what, when, how much, by which rule and how it stands in law. The same facts, the same words. */
import { inForceWords } from '../rulebook/legal-status.js';
import type { Rule } from '../rulebook/rule.js';
import { concentrationOf, type MemberTotals } from './explain-members.js';
import { COLUMN_OF_TIER, type CrossingTier } from './judge-crossings.js';
import type { Projection } from './projection.js';
import type { Scope } from './scope.js';
import { printDay, printFlop, printInstant, printMoment, printTflop, printTflopBeside } from './sentence-amounts.js';
import { kindWords } from './sentence-kinds.js';
import type { Standing } from './standing.js';

export interface SentenceInput {
  readonly standing: Standing;
  readonly rule: Rule;
  /** As the reader may see it. */
  readonly scopeName: string;
  readonly knownAtMs: number;
  readonly members: readonly MemberTotals[];
  /** Of PROJECTED. */
  readonly projection?: Projection | undefined;
}

export function flagSentence(input: SentenceInput): string {
  const { rule, standing, knownAtMs } = input;
  const law = inForceWords(rule, standing.moment.hour * 3_600_000);
  return `${matterOf(input)} (rule ${rule.id}, version ${rule.version}: ${law}); known since ${printInstant(knownAtMs)}.`;
}

export const subjectOf = ({ kind }: Scope, name: string): string =>
  kind === 'group' ? `the group under ${name}` : `${NOUN[kind]} ${name}`;

const NOUN = { cluster: 'compute cluster', account: 'account', customer: 'customer', party: 'party' } as const;

function matterOf(input: SentenceInput): string {
  const { standing, scopeName } = input;
  if (standing.kind !== 'CROSSING') return kindWords(input, subjectOf(standing.scope, scopeName));
  return standing.tier === 'PROJECTED' ? projectedWords(input) : crossingWords(input);
}

const TIER_LEAD: Record<CrossingTier, string> = {
  POSSIBLE: 'At most, with everything that is not known taken as large as it can be,',
  PROBABLE: 'By the best estimate,',
  CERTAIN: 'Provably,',
};

function crossingWords({ standing, rule, scopeName, members }: SentenceInput): string {
  const { scope, moment, totals, atEntryIntoForce } = standing;
  const tier = standing.tier as CrossingTier;
  const number = `${rule.number!.printed} FLOP${windowWords(rule)}`;
  const isReached = rule.comparison === 'AT_LEAST';
  const verb = tier === 'POSSIBLE' ? `may have ${isReached ? 'reached' : 'passed'}` : isReached ? 'reached' : 'passed';
  const had = tier === 'POSSIBLE' ? verb : `had ${verb}`;
  const when = atEntryIntoForce
    ? `${had} ${number} before the rule took effect and stands from ${printMoment(moment)}`
    : `${verb} ${number} on ${printMoment(moment)}`;
  const total = printTflopBeside(totals![COLUMN_OF_TIER[tier]], rule.number!);
  const others = (
    [
      ['at most', 'POSSIBLE'],
      ['best estimate', 'PROBABLE'],
      ['provable', 'CERTAIN'],
    ] as const
  )
    .filter(([, other]) => other !== tier)
    .map(([words, other]) => `${words} ${printTflop(totals![COLUMN_OF_TIER[other]])}`);
  const spread = concentrationOf(members);
  return `${TIER_LEAD[tier]} ${subjectOf(scope, scopeName)} ${when}, with ${total} by the end of that hour (${others.join(', ')})${spread ? `, ${spread.words}` : ''}`;
}

function projectedWords({ standing, rule, scopeName, projection }: SentenceInput): string {
  const { rate, daysAhead, total, hasPlans } = projection!;
  const pace =
    rate === undefined ? '' : ` at its ${rate.basis === 'MEDIAN_7' ? '7' : '28'}-day rate of ${printFlop(times(rate.perDay))} FLOP a day`;
  const plans = hasPlans ? ' and by what is declared or reserved' : '';
  const ahead = daysAhead === undefined ? '' : `, ${daysAhead} ${daysAhead === 1 ? 'day' : 'days'} ahead`;
  const verb = rule.comparison === 'AT_LEAST' ? 'will reach' : 'will pass';
  const day = printDay(standing.moment.hour / 24);
  return `By the best estimate,${pace}${plans}, ${subjectOf(standing.scope, scopeName)} ${verb} ${rule.number!.printed} FLOP${windowWords(rule)} on ${day}${ahead}, with ${printTflop(total)} so far`;
}

const times = ({ numerator, denominator }: { numerator: bigint; denominator: bigint }) => ({
  numerator: numerator * 10n ** 12n,
  denominator,
});

const windowWords = ({ window }: Rule): string => (window === 'ALL_TIME' ? '' : ` within ${window} days`);
