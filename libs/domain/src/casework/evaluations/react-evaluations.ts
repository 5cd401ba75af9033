import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { happened } from '../case-vocabulary.js';
import { cancelClocks } from '../clocks/run-clocks.js';
import { evaluationRequested, openEvaluation } from './decide-evaluation.js';

/** The kind of a flag that says that use has grown six times, or three months have gone, since the last evaluation. */
export const EVALUATION_FLAG = 'EVALUATION_DUE';

/** Such a flag opens a request, with the flag's own id; where one is open it waits for that one's result. */
export function reactEvaluations(state: CaseState, event: CaseEvent, context: CaseContext): readonly CaseEvent[] {
  if (event.type === 'flag-joined' && event.flag.kind === EVALUATION_FLAG) return onFlag(state, event.flag.id, context);
  if (event.type === 'flag-withdrawn') return onWithdrawn(state, event.flag, context);
  return [];
}

function onFlag(state: CaseState, flag: string, context: CaseContext): readonly CaseEvent[] {
  if (openEvaluation(state) !== undefined || state.evaluations.has(flag)) return [];
  return evaluationRequested(state, { evaluation: flag, cause: 'FLAG', flag, reason: 'A flag says that an evaluation is due.' }, context);
}

function onWithdrawn(state: CaseState, flag: string, context: CaseContext): readonly CaseEvent[] {
  const request = state.evaluations.get(flag);
  if (request?.status !== 'requested') return [];
  return [
    { type: 'evaluation-no-longer-due', ...happened(context.actor, context.now), evaluation: request.id, flag },
    ...cancelClocks(
      state,
      context,
      'The flag that asked for it was withdrawn.',
      ({ kind, subject }) => kind === 'EVALUATION' && subject === flag,
    ),
  ];
}
