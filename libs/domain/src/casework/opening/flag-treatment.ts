import { isExercise, type LegalStanding } from '../../rulebook/legal-status.js';
import { FLAG_KINDS, type FlagKind } from '../../thresholds/standing.js';
import { type CaseFlag, type Matter, SEVERITIES, type Severity } from '../case-vocabulary.js';
import type { FlagTreatment, IntakePolicy } from './intake-policy.js';

export interface TreatedFlag {
  matter: Matter;
  treatment: FlagTreatment;
  /** In words, for whoever finds that a flag has no case. */
  why: string;
}

/** What becomes of a flag by policy. Throws for a kind without a meaning: it is put aside by name, never taken for another. */
export function treatmentOf(flag: Pick<CaseFlag, 'kind' | 'legalStatus' | 'rule'>, policy: IntakePolicy): TreatedFlag {
  const kind = kindOf(flag);
  const matter = policy.matters[kind];
  if (isExercise(flag.legalStatus as LegalStanding))
    return {
      matter,
      treatment: policy.exercise.treatment,
      why: `${flag.rule} bound nobody on that day (${flag.legalStatus}): an exercise.`,
    };
  const treatment = policy.treatments[kind];
  const why =
    treatment === 'PERSIST' ? `Whoever serves the customer is asked first; it opens a case after ${policy.persistDays} days.` : '';
  return { matter, treatment, why };
}

/** How grave a flag is, by its tier and where its rule stood in law on its day. */
export function severityOf(flag: Pick<CaseFlag, 'kind' | 'tier' | 'legalStatus'>, policy: IntakePolicy): Severity {
  const kind = kindOf(flag);
  const standing = flag.legalStatus as LegalStanding;
  if (isExercise(standing)) return policy.exercise.severity;
  const byKind = policy.byKind[kind];
  if (byKind !== undefined) return byKind;
  const severity = flag.tier === undefined ? 'MEDIUM' : (policy.byTier[flag.tier] ?? 'MEDIUM');
  return standing === 'IN_FORCE' ? severity : less(severity, policy.stepsBelowLaw);
}

/** Whether the flag starts the clocks of its regime: its rule asks something of somebody, and its number was passed, or will be. */
export const startsClocks = (flag: Pick<CaseFlag, 'tier' | 'legalStatus'>, policy: IntakePolicy): boolean =>
  !isExercise(flag.legalStatus as LegalStanding) && (flag.tier === undefined || policy.clockTiers.includes(flag.tier));

export const graver = (one: Severity, other: Severity): Severity => (SEVERITIES.indexOf(one) >= SEVERITIES.indexOf(other) ? one : other);
const less = (severity: Severity, steps: number): Severity => SEVERITIES[Math.max(0, SEVERITIES.indexOf(severity) - steps)]!;

function kindOf({ kind }: Pick<CaseFlag, 'kind'>): FlagKind {
  if (!(FLAG_KINDS as readonly string[]).includes(kind)) throw new Error(`a flag of a kind that has no meaning: ${kind}`);
  return kind as FlagKind;
}
