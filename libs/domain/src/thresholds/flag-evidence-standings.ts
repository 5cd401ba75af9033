import { readFraction } from '../control/fraction.js';
import { judgeBands } from './band-judging.js';
import { judgeCapacity } from './capacity.js';
import { judgeEvaluation } from './evaluation-due.js';
import type { EvidenceFacts, FlagClaim } from './flag-evidence.js';
import type { ReadEvidence } from './flag-evidence-read.js';
import { addUp, recountCrossings } from './flag-evidence-recount.js';
import { type HourRow, readAmounts, readHours } from './flag-evidence-text.js';
import type { HourVector } from './hour-vector.js';
import { appliesTo, COLUMN_OF_TIER, type CrossingTier, termsOf } from './judge-crossings.js';
import { judgeOverCapacity } from './over-capacity.js';
import { project } from './projection.js';
import { projectionTermsOf } from './projection-standing.js';
import type { Standing } from './standing.js';
import { judgeUseAfterOrder } from './use-after-order.js';

/** What stands by the bundle alone: moments and totals of the claimed kind, rule and tier, by what number. */
export type Found = Pick<Standing, 'n' | 'moment' | 'atEntryIntoForce' | 'totals'>;

/** Undefined: the facts are not those of the claimed kind, or cannot be read. */
export function recountStandings(read: ReadEvidence): readonly Found[] | undefined {
  const { claim, facts } = read.evidence;
  switch (claim.kind) {
    case 'CROSSING':
      return claim.tier === 'PROJECTED' ? projected(read, facts) : crossed(read, claim, facts);
    case 'UNVERIFIED_ABOVE_BAND':
    case 'UNLINKED_ABOVE_BAND':
      return ofBand(read, facts);
    case 'EVALUATION_DUE':
      return ofEvaluation(read, facts);
    case 'CAPACITY':
      return ofCapacity(read, facts);
    case 'OVER_CAPACITY':
      return ofUse(read, facts);
    case 'USE_AFTER_ORDER':
      return afterOrder(read, facts);
    default:
      return claim.kind satisfies never;
  }
}

function crossed({ evidence, rule, summed }: ReadEvidence, claim: FlagClaim, facts: EvidenceFacts): Found[] | undefined {
  if (facts.type !== 'CROSSING' || claim.tier === undefined || rule.kind !== 'TRAINING') return undefined;
  // What the rule asks for beside use must have been declared, each condition in its own words.
  if (!rule.conditions.every(({ words }) => facts.declared.includes(words))) return [];
  const provider = 'provider' in evidence.scope ? evidence.scope.provider : rule.provider;
  if (!rule.tiers.includes(claim.tier) || !appliesTo(rule, evidence.scope, provider)) return [];
  return recountCrossings(summed, COLUMN_OF_TIER[claim.tier as CrossingTier], termsOf(rule));
}

/** The day that was claimed is one on which the number is passed as things went, within the horizon; nothing had crossed. */
function projected({ evidence, rule, summed }: ReadEvidence, facts: EvidenceFacts): Found[] | undefined {
  if (facts.type !== 'PROJECTION' || rule.kind !== 'TRAINING') return undefined;
  const loads = facts.plans.map(({ flop, ...plan }) => ({ ...plan, flop: readFraction(flop) }));
  const { day, daysAhead, horizonDays } = project(vectorOf(summed), facts.hour, projectionTermsOf(rule), loads);
  const hasCrossed = rule.window === 'ALL_TIME' && recountCrossings(summed, 'expected', termsOf(rule)).length > 0;
  if (day === undefined || daysAhead! > horizonDays || hasCrossed) return [];
  return [{ n: evidence.claim.n, moment: { hour: day * 24, minute: 0 }, atEntryIntoForce: false }];
}

function ofBand({ evidence: { scope, claim }, rule, summed }: ReadEvidence, facts: EvidenceFacts): Found[] | undefined {
  if (facts.type !== 'LEVEL' || scope.kind === 'cluster' || scope.kind === 'group') return undefined;
  return judgeBands({ scope, vector: vectorOf(summed), rules: [rule], level: facts.level }).filter(({ kind }) => kind === claim.kind);
}

function ofEvaluation({ evidence: { scope, knownAtMs }, rule, summed }: ReadEvidence, facts: EvidenceFacts): Found[] | undefined {
  if (facts.type !== 'EVALUATIONS') return undefined;
  return judgeEvaluation({ scope, vector: vectorOf(summed), rules: [rule], evaluations: facts.evaluations, nowMs: knownAtMs });
}

function ofCapacity({ evidence: { scope, claim }, rule }: ReadEvidence, facts: EvidenceFacts): Found[] | undefined {
  if (facts.type !== 'REGISTRATION' || scope.kind !== 'cluster') return undefined;
  return judgeCapacity({ ...facts, scope }, [rule]).standings.filter(({ tier }) => tier === claim.tier);
}

function ofUse({ evidence: { scope } }: ReadEvidence, facts: EvidenceFacts): Found[] | undefined {
  if (facts.type !== 'CAPACITY_USE' || scope.kind !== 'cluster') return undefined;
  const [hours, acceleratorMs] = [readHours(facts.hours), readAmounts(facts.acceleratorMs)];
  if (!hours || !acceleratorMs || hours.length !== acceleratorMs.length) return undefined;
  const registeredAt = (hour: number) =>
    facts.registered.find(({ fromHour, toHour = Number.POSITIVE_INFINITY }) => fromHour <= hour && hour < toHour)?.accelerators;
  return judgeOverCapacity({ scope, use: { hours, acceleratorMs }, registeredAt });
}

function afterOrder({ evidence: { scope, members }, rows, summed }: ReadEvidence, facts: EvidenceFacts): Found[] | undefined {
  if (facts.type !== 'SUSPENSIONS') return undefined;
  const at = (provider: string) => vectorOf(addUp(rows.filter((_, place) => members[place]!.provider === provider)));
  const orders = facts.suspensions.map(({ fromMs, toMs = Number.POSITIVE_INFINITY, provider = '' }) => ({
    fromMs,
    toMs,
    provider,
    ...(provider === '' ? {} : { vector: at(provider) }),
  }));
  return judgeUseAfterOrder({ scope, vector: vectorOf(summed), suspensions: [], orders });
}

function vectorOf(rows: readonly HourRow[]): HourVector {
  const column = (place: 1 | 2 | 3) => BigInt64Array.from(rows, (row) => row[place]);
  return { length: rows.length, hours: Int32Array.from(rows, ([hour]) => hour), lower: column(1), expected: column(2), upper: column(3) };
}
