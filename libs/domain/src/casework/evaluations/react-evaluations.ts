import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { happened } from '../case-vocabulary.js';
import { cancelClocks } from '../clocks/run-clocks.js';
import { evaluationRequested, openEvaluation } from './decide-evaluation.js';

/** The kind of a flag that says that use has grown six times, or three months have gone, since the last evaluation. */
export const EVALUATION_FLAG = 'EVALUATION_DUE';

/** Such a flag opens a request, with the flag's own id; where one is open it waits for that one's result. A request ends with its flag, and with its clock. */
export function reactEvaluations(state: CaseState, event: CaseEvent, context: CaseContext): readonly CaseEvent[] {
  switch (event.type) {
    case 'flag-joined':
      return event.flag.kind === EVALUATION_FLAG ? onFlag(state, event.flag.id, context) : [];
    case 'flag-withdrawn':
      return onWithdrawn(state, event.flag, context);
    case 'clock-met':
    case 'clock-cancelled':
      return onClockEnded(state, event.clock, context);
    default:
      return [];
  }
}

function onFlag(state: CaseState, flag: string, context: CaseContext): readonly CaseEvent[] {
  if (openEvaluation(state) !== undefined || state.evaluations.has(flag)) return [];
  return evaluationRequested(state, { evaluation: flag, cause: 'FLAG', flag, reason: 'A flag says that an evaluation is due.' }, context);
}

/** What else waited for its result is due by itself from now on. */
function onWithdrawn(state: CaseState, flag: string, context: CaseContext): readonly CaseEvent[] {
  const request = state.evaluations.get(flag);
  if (request?.status !== 'requested') return [];
  const waited = waitingFlag(state);
  const reason = 'A flag says that an evaluation is due, and the one that it waited for is not.';
  return [
    { type: 'evaluation-no-longer-due', ...happened(context.actor, context.now), evaluation: request.id, flag },
    ...cancelClocks(
      state,
      context,
      'The flag that asked for it was withdrawn.',
      ({ kind, subject }) => kind === 'EVALUATION' && subject === flag,
    ),
    ...(waited === undefined ? [] : evaluationRequested(state, { evaluation: waited.id, cause: 'FLAG', flag: waited.id, reason }, context)),
  ];
}

/** The first that stands, joined since an evaluation was settled last, and has none of its own. */
function waitingFlag({ flags, evaluations }: CaseState): { id: string } | undefined {
  const settledAt = Math.max(0, ...[...evaluations.values()].map((one) => one.settledAt ?? 0));
  return [...flags.values()].find(
    ({ id, kind, withdrawn, joinedAt }) => kind === EVALUATION_FLAG && !withdrawn && joinedAt >= settledAt && !evaluations.has(id),
  );
}

/** Settled without a result, as the case was closed: a later flag does not wait for what nobody will record. */
function onClockEnded(state: CaseState, id: string, context: CaseContext): readonly CaseEvent[] {
  const clock = state.clocks.get(id);
  if (clock?.kind !== 'EVALUATION' || state.evaluations.get(clock.subject)?.status !== 'requested') return [];
  return [{ type: 'evaluation-no-longer-due', ...happened(context.actor, context.now), evaluation: clock.subject }];
}
