import type { Delegation } from '../case-context.js';
import { type CaseRefusal, type Instant, type PersonId, refusal } from '../case-vocabulary.js';

const DAY = 86_400_000;
/** Longer is no absence: the work goes to somebody else by assignment. */
export const DELEGATION_DAYS_MAX = 92;

export type NewDelegation = Pick<Delegation, 'person' | 'deputy' | 'from' | 'until'>;

/**
 * Why one person may not stand in for another; undefined: she may. Standing in gives no right of its own: it says who does the work, and keeps
 * the two from checking one another.
 */
export function delegationRefusal(
  existing: readonly Delegation[],
  { person, deputy, from, until }: NewDelegation,
  now: Instant,
): { refused: CaseRefusal } | undefined {
  if (person === deputy) return refusal('DELEGATION_TO_SELF', 'Nobody stands in for herself.');
  if (until <= from || until <= now) return refusal('DELEGATION_PERIOD', 'It has to end after it begins, and after now.');
  if (from < now - DAY) return refusal('DELEGATION_PERIOD', 'It cannot begin in the past.');
  if (until - from > DELEGATION_DAYS_MAX * DAY) return refusal('DELEGATION_PERIOD', `It lasts ${DELEGATION_DAYS_MAX} days at most.`);
  if (leadsTo(existing, deputy, person, { from, until }, new Set()))
    return refusal('DELEGATION_CIRCLE', 'At the same time the work would come back to you.');
  return undefined;
}

interface Period {
  from: Instant;
  until: Instant;
}

/** Whether the work of `start` comes to `goal` by delegations that hold at one and the same time inside the period. */
function leadsTo(existing: readonly Delegation[], start: PersonId, goal: PersonId, period: Period, seen: ReadonlySet<string>): boolean {
  return existing.some((one) => {
    if (one.person !== start || seen.has(one.id)) return false;
    const shared = { from: Math.max(period.from, one.from), until: Math.min(period.until, one.endedAt ?? one.until) };
    if (shared.from >= shared.until) return false;
    return one.deputy === goal || leadsTo(existing, one.deputy, goal, shared, new Set([...seen, one.id]));
  });
}

export const isActive = ({ from, until, endedAt = until }: Delegation, now: Instant): boolean => from <= now && now < endedAt;
