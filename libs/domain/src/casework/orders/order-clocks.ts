import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import type { Instant } from '../case-vocabulary.js';
import type { CaseClock } from '../clocks/case-clock.js';
import { type NewClock, startClock } from '../clocks/run-clocks.js';

/** A clock of hours that starts now, and when it ends: what the provider is told is what the clock says. */
export function orderClock(
  { jurisdiction }: CaseState,
  context: CaseContext,
  { hours, ...clock }: Pick<NewClock, 'kind' | 'duty' | 'subject' | 'scope'> & { hours: number },
): { started: CaseEvent; dueAt: Instant } {
  const started = startClock(context, {
    id: orderClockId(clock.kind, clock.subject),
    ...clock,
    jurisdiction,
    term: { unit: 'HOURS', count: hours },
    startsOn: 'KNOWLEDGE',
    startedAt: context.now,
  });
  return { started, dueAt: (started as { clock: CaseClock }).clock.dueAt };
}

export const orderClockId = (kind: CaseClock['kind'], subject: string): string => `${kind}:${subject}`;
