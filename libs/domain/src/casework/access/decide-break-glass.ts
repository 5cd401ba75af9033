import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type Actor, type CaseDecision, type CaseRefusal, happened, refusal } from '../case-vocabulary.js';
import { meetClocks, startClock } from '../clocks/run-clocks.js';
import { fourEyes, mayPropose } from '../decisions/four-eyes.js';
import type { BreakGlassVerdict, IdentityReach } from './access-event.js';
import { reachRefusal } from './access-reach.js';
import { type IdentityGrant, isAccessOpen } from './access-state.js';
import { accessOpened } from './decide-request.js';
import { accessEnded } from './end-access.js';

const HOUR_MS = 3_600_000;

export interface BreakGlass extends IdentityReach {
  grant: string;
  /** The danger, without names. */
  danger: string;
  inside: ReadonlySet<string>;
}

/** In imminent danger one person sees at once and alone; another looks at it afterwards, in time. */
export function decideBreakGlass(
  state: CaseState,
  { grant, danger, inside, ...asked }: BreakGlass,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const { now, actor, policy } = context;
  const reach = { customers: [...new Set(asked.customers)], fields: [...new Set(asked.fields)] };
  const refused =
    mayPropose(context) ??
    (danger.trim() === '' ? refusal('REASON_MISSING', 'Say what the danger is.') : undefined) ??
    reachRefusal(reach, inside) ??
    unreviewedRefusal(state, context);
  if (refused) return refused;
  const since = Math.min(now, ...unreviewedOf(state, actor).map(({ from }) => from));
  const until = since + policy.breakGlassHours * HOUR_MS;
  const opened = { id: grant, ...reach, purpose: 'IMMINENT_DANGER' as const, persons: [actor.person], from: now, until, breakGlass: true };
  const review = startClock(context, {
    id: `ACCESS_REVIEW:${grant}`,
    kind: 'ACCESS_REVIEW',
    duty: 'Review a break-glass',
    subject: grant,
    jurisdiction: state.jurisdiction,
    term: { unit: 'HOURS', count: policy.breakGlassReviewHours },
    startsOn: 'FACT',
    startedAt: now,
  });
  return { events: [...accessOpened(state, opened, danger, context), review] };
}

/** Whoever broke the glass and was not looked at since cannot go on by breaking it again: a day without a second person is the most. */
function unreviewedRefusal(state: CaseState, { actor, now }: CaseContext): { refused: CaseRefusal } | undefined {
  const waiting = unreviewedOf(state, actor).find((grant) => !isAccessOpen(grant, now));
  return waiting && refusal('BREAK_GLASS_UNREVIEWED', `Your break-glass ${waiting.id} has to be reviewed first.`, { grant: waiting.id });
}

const unreviewedOf = ({ access }: CaseState, { person }: Actor): IdentityGrant[] =>
  [...access.grants.values()].filter(({ breakGlass, review, granted }) => breakGlass && review === undefined && granted.person === person);

/** Another person judges a break-glass; what was not justified ends at once. */
export function decideBreakGlassReview(
  state: CaseState,
  { grant: id, verdict, reason }: { grant: string; verdict: BreakGlassVerdict; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const grant = state.access.grants.get(id);
  if (grant === undefined) return refusal('IDENTITY_GRANT_UNKNOWN', 'The case has no such grant.');
  const refused =
    reviewable(grant) ?? reviewerRefusal(grant, context) ?? (reason.trim() === '' ? refusal('REASON_MISSING', 'Say why.') : undefined);
  if (refused) return refused;
  const reviewed: CaseEvent = {
    type: 'break-glass-reviewed',
    ...happened(context.actor, context.now),
    grant: id,
    verdict,
    record: { reason: reason.trim() },
  };
  const met = meetClocks(state, context, (clock) => clock.id === `ACCESS_REVIEW:${id}`);
  const ended =
    verdict === 'NOT_JUSTIFIED' && grant.ended === undefined ? accessEnded(state, grant, { cause: 'REVIEW_REFUSED' }, context) : [];
  return { events: [reviewed, ...met, ...ended] };
}

function reviewable({ breakGlass, review }: IdentityGrant): { refused: CaseRefusal } | undefined {
  if (!breakGlass) return refusal('NOT_BREAK_GLASS', 'Another person granted it: there is nothing to review.');
  return review && refusal('BREAK_GLASS_REVIEWED', `${review.by} reviewed it.`, { verdict: review.verdict });
}

/** What changed of whoever broke it does not void what was done: it would leave a break-glass that nobody can ever look at. */
function reviewerRefusal({ granted }: IdentityGrant, { people, ...context }: CaseContext): { refused: CaseRefusal } | undefined {
  const analysts = new Set([...people.analysts].filter((person) => person !== granted.person));
  return fourEyes(granted, { ...context, people: { ...people, analysts, changes: [] } });
}
