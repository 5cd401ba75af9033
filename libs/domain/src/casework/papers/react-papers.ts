import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { happened } from '../case-vocabulary.js';
import { cancelClocks, startClock } from '../clocks/run-clocks.js';
import { standingHolds } from './paper-state.js';
import { retentionYears } from './retention-years.js';

/** What keeps a case and what is forgotten of it, when it is closed, opened again, freed, or its time is over. */
export function reactPapers(state: CaseState, event: CaseEvent, context: CaseContext): readonly CaseEvent[] {
  switch (event.type) {
    case 'case-moved':
      return event.to === 'closed' ? onClosed(state, context) : event.from === 'closed' ? endRetention(state, context) : [];
    case 'clock-elapsed':
      return event.kind === 'RETENTION' && state.stage === 'closed' ? onTimeOver(state, event.due, context) : [];
    case 'hold-released':
      return state.papers.retentionDueAt !== undefined && isErasable(state) ? [erasedByTime(context)] : [];
    default:
      return [];
  }
}

function onClosed(state: CaseState, context: CaseContext): readonly CaseEvent[] {
  if (state.papers.erased !== undefined) return [];
  const { closings, erasedSubjects } = state.papers;
  const asks = [...erasedSubjects.keys()].map((customer) => ({
    type: 'erasure-asked' as const,
    ...happened(context.actor, context.now),
    request: `subject-${customer}-${closings}`,
    cause: 'SUBJECT_ERASED' as const,
  }));
  return [
    startClock(context, {
      id: `RETENTION:closing-${closings}`,
      kind: 'RETENTION',
      duty: 'Keep what is personal in the closed case',
      subject: `closing-${closings}`,
      jurisdiction: state.jurisdiction,
      term: { unit: 'YEARS', count: retentionYears(state, context.policy) },
      startsOn: 'FACT',
      startedAt: context.now,
    }),
    ...asks.slice(0, 1),
  ];
}

const endRetention = (state: CaseState, context: CaseContext): readonly CaseEvent[] =>
  cancelClocks(state, context, 'The case was reopened.', ({ kind }) => kind === 'RETENTION');

function onTimeOver(state: CaseState, due: number, context: CaseContext): readonly CaseEvent[] {
  if (state.papers.erased !== undefined) return [];
  const held = standingHolds(state.papers).length > 0;
  const over = { type: 'retention-due' as const, ...happened(context.actor, context.now), due, held };
  return held ? [over] : [over, erasedByTime(context)];
}

const isErasable = ({ stage, papers }: CaseState): boolean =>
  stage === 'closed' && papers.erased === undefined && standingHolds(papers).length === 0;

const erasedByTime = ({ actor, now }: CaseContext): CaseEvent => ({ type: 'person-erased', ...happened(actor, now), cause: 'RETENTION' });
