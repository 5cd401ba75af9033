import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, type Instant, refusal } from '../case-vocabulary.js';
import { cancelClocks, startClock } from '../clocks/run-clocks.js';
import type { Reaction } from '../reactions.js';
import type { WakeCause } from './desk-event.js';

const DAY_MS = 86_400_000;
const SNOOZE = 'SNOOZE:case';

/** "Not now": out of the queue until then, with a reason and an end. No other clock stops for it, and the first that is not met ends it. */
export function decideSnooze(
  state: CaseState,
  { until, reason }: { until: Instant; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const { now, actor, policy } = context;
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  if (until <= now) return refusal('SNOOZE_TIME_INVALID', 'A snooze ends in the future.');
  if (until > now + policy.snoozeDaysMax * DAY_MS)
    return refusal('SNOOZE_TIME_INVALID', `A snooze lasts at most ${policy.snoozeDaysMax} days.`);
  return {
    events: [
      ...cancelClocks(state, context, 'Snoozed anew.', ({ id }) => id === SNOOZE),
      { type: 'case-snoozed', ...happened(actor, now), until, record: { reason } },
      startClock(context, {
        id: SNOOZE,
        kind: 'SNOOZE',
        duty: 'The snooze ends',
        subject: 'case',
        jurisdiction: state.jurisdiction,
        term: { unit: 'UNTIL', at: until },
        startsOn: 'FACT',
        startedAt: now,
      }),
    ],
  };
}

/** One that is awake changes nothing. */
export const decideWaking = (state: CaseState, context: CaseContext): CaseDecision<CaseEvent> => ({
  events: woken(state, 'PERSON', context),
});

/** A snooze ends by its time, by the first clock that was not met, by a move and by a flag that joins: what it was snoozed on is no longer so. */
export const reactDesk: Reaction = (state, event, context) => {
  switch (event.type) {
    case 'clock-elapsed':
      return event.kind === 'SNOOZE' ? woken(state, 'ELAPSED', context) : [];
    case 'clock-breached':
      return woken(state, 'BREACH', context);
    case 'case-moved':
      return woken(state, 'MOVED', context);
    case 'flag-joined':
      return woken(state, 'FLAG', context);
    default:
      return [];
  }
};

function woken(state: CaseState, cause: WakeCause, context: CaseContext): CaseEvent[] {
  if (state.desk.snooze === undefined) return [];
  const { actor, now } = context;
  return [
    { type: 'case-woken', ...happened(actor, now), cause },
    ...cancelClocks(state, context, 'The snooze was ended.', ({ id }) => id === SNOOZE),
  ];
}
