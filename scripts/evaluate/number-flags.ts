import {
  CROSSING_TIERS,
  type CrossingTier,
  type HourMoment,
  type HourVector,
  judgeCrossings,
  PUBLISHED_RULEBOOK,
  type Rule,
  type Scope,
  type Standing,
} from '@tidemark/domain';
import { exactFlop } from './flop-text.js';

/** The numbers of the regimes that usage alone decides, as the rulebook writes them, with the rule that speaks for each. */
export interface JudgedNumber {
  readonly printed: string;
  readonly flop: bigint;
  readonly rule: Rule;
  /** Every rule of that number without a condition: they cross together, but for ">" and ">=" and their dates. */
  readonly rules: readonly Rule[];
}

export const NUMBERS: readonly JudgedNumber[] = numbersOf(PUBLISHED_RULEBOOK.rules);

/**
 * A Monday after which every dated rule of the rulebook is in force: runs are fed as if they had begun then, so that each crossing is an ordinary one
 * and says something about metering and not about dates.
 */
export const AS_IF_BEGUN_MS = Date.UTC(2027, 0, 4);

export function numbersOf(rules: readonly Rule[]): JudgedNumber[] {
  const byNumber = new Map<string, Rule[]>();
  for (const rule of rules) {
    if (rule.kind !== 'TRAINING' || rule.conditions.length > 0 || rule.number === undefined || rule.number.denominator !== 1n) continue;
    byNumber.set(rule.number.printed, [...(byNumber.get(rule.number.printed) ?? []), rule]);
  }
  return [...byNumber]
    .map(([printed, all]) => ({ printed, flop: exactFlop(printed)!, rule: all[0]!, rules: all }))
    .sort((one, other) => (one.flop < other.flop ? -1 : 1));
}

/** Nobody declared anything: rules with conditions are not evaluable, and never read as false. */
const UNDECLARED = { conditionOf: () => 'UNKNOWN' as const };

/** Every crossing of the published rulebook by that scope. */
export const flagsOf = (scope: Scope, vector: HourVector, provider?: string): Standing[] =>
  judgeCrossings(scope, vector, PUBLISHED_RULEBOOK.rules, provider === undefined ? UNDECLARED : { ...UNDECLARED, provider }).standings;

export type TierMoments = { readonly [tier in CrossingTier]?: HourMoment };

/** When each tier of the number's rule was crossed first. */
export function momentsAt({ rule }: JudgedNumber, flags: readonly Standing[]): TierMoments {
  const own = flags.filter((flag) => flag.rule === rule.id && flag.ruleVersion === rule.version);
  return Object.fromEntries(
    CROSSING_TIERS.flatMap((tier) => {
      const moment = own.find((flag) => flag.tier === tier)?.moment;
      return moment ? [[tier, moment]] : [];
    }),
  );
}

export const momentMs = ({ hour, minute }: HourMoment): number => (hour * 60 + minute) * 60_000;
