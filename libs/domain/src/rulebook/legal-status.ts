import type { LegalStatus, LegalStep, Rule } from './rule.js';

/** NOT_YET: before it took effect. NOT_STATED: the sources do not say where it stood on that day. */
export type LegalStanding = LegalStatus | 'NOT_YET' | 'NOT_STATED';

/** A date of a rule is 00:00 UTC of that day. */
export const dayMs = (date: string): number => Date.parse(`${date}T00:00:00Z`);

type Dated = Pick<Rule, 'statuses'>;

/** Where a rule stands in law at an instant, by the steps that its data names. */
export function legalStatusAt(rule: Dated, ms: number): LegalStanding {
  return stepAt(rule, ms)?.status ?? standingBefore(rule.statuses[0]);
}

const stepAt = ({ statuses }: Dated, ms: number): LegalStep | undefined =>
  statuses.findLast(({ from }) => from === undefined || dayMs(from) <= ms);

/** Before a law takes effect it does not hold. Where it stood before it was rescinded or vetoed is not for us to guess. */
const standingBefore = (first: LegalStep | undefined): LegalStanding =>
  first === undefined || ENDS.has(first.status) ? 'NOT_STATED' : 'NOT_YET';

const ENDS: ReadonlySet<LegalStatus> = new Set(['RESCINDED', 'VETOED', 'NOT_ENFORCED']);

/** Whether a flag of that day is an exercise: the rule binds nobody then and is neither guidance nor a policy of the house. */
export const isExercise = (standing: LegalStanding): boolean => !['IN_FORCE', 'GUIDANCE', 'HOUSE'].includes(standing);

const WORDS: Record<LegalStanding, string> = {
  IN_FORCE: 'in force',
  ENACTED: 'enacted, not yet in force',
  PASSED: 'passed, not in force',
  PROPOSED: 'proposed',
  DRAFT: 'a draft',
  GUIDANCE: 'guidance, which binds nobody by itself',
  RESCINDED: 'rescinded',
  VETOED: 'vetoed',
  NOT_ENFORCED: 'not enforced',
  HOUSE: 'a policy of whoever runs this installation, not law',
  NOT_YET: 'not yet in force',
  NOT_STATED: 'of a standing that is not stated for that day',
};

/**
 * One line that says where the rule stands at an instant and never more: "in force since 2025-08-02; obliges no cloud provider to report
 * what a customer uses", "proposed, never final: an exercise".
 */
export function inForceWords(rule: Pick<Rule, 'statuses' | 'kind'>, ms: number): string {
  const standing = legalStatusAt(rule, ms);
  const now = stepAt(rule, ms);
  const said = `${now?.words ?? WORDS[standing]}${now?.from === undefined ? '' : ` since ${now.from}`}`;
  const parts = [said, ...laterSteps(rule, ms)].join('; ');
  if (standing === 'IN_FORCE') return `${parts}; obliges no cloud provider to report what a customer uses`;
  return rule.kind !== 'NO_NUMBER' && isExercise(standing) ? `${parts}: an exercise` : parts;
}

/** What became of it after that day: a flag of a day before a rescission is read after it. */
const laterSteps = ({ statuses }: Dated, ms: number): string[] =>
  statuses.flatMap(({ from, status, words }) => (from !== undefined && dayMs(from) > ms ? [`${words ?? WORDS[status]} from ${from}`] : []));
