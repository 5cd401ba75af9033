import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { meetClocks, startClock } from '../clocks/run-clocks.js';
import type { Reaction } from '../reactions.js';

/** Somebody has looked: the time to look is met. A case that is closed all the same was looked at too; one that came back is looked at anew. */
export const reactOpening: Reaction = (state, event, context) => {
  if (event.type !== 'case-moved') return [];
  const looked = event.move === 'triage' || event.move === 'close' || event.to === 'reopened';
  return [
    ...(looked ? meetClocks(state, context, ({ kind }) => kind === 'TRIAGE') : []),
    ...(event.to === 'reopened' ? [triageAgain(state, context)] : []),
  ];
};

const triageAgain = (state: CaseState, context: CaseContext): CaseEvent =>
  startClock(context, {
    id: `TRIAGE:reopening ${state.version}`,
    kind: 'TRIAGE',
    duty: 'Triage the reopened case',
    subject: 'case',
    jurisdiction: state.jurisdiction,
    term: { unit: 'WORKING_DAYS', count: context.policy.triageWorkingDays },
    startsOn: 'KNOWLEDGE',
    startedAt: context.now,
  });
