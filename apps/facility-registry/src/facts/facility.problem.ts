import { type ProblemException, problem } from '@tidemark/access';
import type { FacilityRefusal } from './facility-refusal.js';
import { FACILITY_REFUSALS } from './refusal-codes.js';

/** For edges: the value, or the refusal thrown as its problem. */
export function orRefusal<Value extends object>(result: Value | { refused: FacilityRefusal }): Value {
  if ('refused' in result) throw refusalProblem(result.refused);
  return result as Value;
}

export function refusalProblem({ code, detail, field, members }: FacilityRefusal): ProblemException {
  const { status, title, remedy } = FACILITY_REFUSALS[code];
  return problem({ status, title }, { code, detail, ...(field === undefined ? {} : { field }), remedy, ...members });
}
