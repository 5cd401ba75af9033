import { type ProblemException, problem } from '@tidemark/access';
import { PEOPLE_REFUSALS, type PeopleRefusal } from './people.refusals.js';

/** For edges: the value, or the refusal thrown as its problem. */
export function orRefusal<Value extends object>(result: Value | { refused: PeopleRefusal }): Value {
  if ('refused' in result) throw refusalProblem(result.refused as PeopleRefusal);
  return result as Value;
}

export function refusalProblem({ code, detail, field }: PeopleRefusal): ProblemException {
  const { status, title, remedy } = PEOPLE_REFUSALS[code];
  return problem({ status, title }, { code, detail, ...(field === undefined ? {} : { field }), remedy });
}
