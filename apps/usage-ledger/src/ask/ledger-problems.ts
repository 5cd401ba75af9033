import { type Problem, problem } from '@tidemark/access';
import type { Answer, LedgerRefusalCode } from './ledger-refusal.js';

/** One row for each way to be refused; gRPC answers the status that libs/access pairs with the HTTP one. */
export const LEDGER_PROBLEMS: Record<LedgerRefusalCode, Problem> = {
  SCOPE_INVALID: { status: 400, title: 'There is no such scope' },
  SCOPE_ANSWERED_ELSEWHERE: { status: 422, title: 'Another service answers for this scope' },
  SCOPE_ID_MISSING: { status: 400, title: 'The scope needs an id' },
  FROM_INVALID: { status: 400, title: 'The start of the window cannot be read' },
  TO_INVALID: { status: 400, title: 'The end of the window cannot be read' },
  WINDOW_EMPTY: { status: 400, title: 'The window holds no time' },
  KNOWN_AT_INVALID: { status: 400, title: 'The moment of knowledge cannot be read' },
  KNOWN_AT_IN_FUTURE: { status: 422, title: 'The moment of knowledge lies in the future' },
  GROUPING_INVALID: { status: 400, title: 'The grouping cannot be read' },
  TOO_MANY_GROUPS: { status: 422, title: 'The answer would be too large' },
  UNKNOWN_SCOPE: { status: 404, title: 'The ledger does not know this scope' },
  UNKNOWN_SOURCE: { status: 404, title: 'The ledger does not know this source' },
  UNKNOWN_CLUSTER: { status: 404, title: 'The ledger does not know this compute cluster' },
  EPOCH_INVALID: { status: 400, title: 'The epoch is not a number from 1 to 4294967295' },
  SEQUENCE_INVALID: { status: 400, title: 'The sequence is not a number from 1 to 18446744073709551615' },
  REPORT_UNKNOWN: { status: 404, title: 'No such report was counted' },
  FINDING_KIND_INVALID: { status: 400, title: 'This names no kind of finding' },
  CURSOR_INVALID: { status: 400, title: 'The cursor is not one that was given out' },
  LIMIT_INVALID: { status: 400, title: 'The limit is out of range' },
  AFTER_INVALID: { status: 400, title: 'The position cannot be read' },
};

/** For edges: the answer, or the refusal thrown as its problem. */
export function orRefusal<T>(result: Answer<T>): T {
  if ('answer' in result) return result.answer;
  const { code, detail, field } = result.refused;
  throw problem(LEDGER_PROBLEMS[code], field === undefined ? { code, detail } : { code, detail, field });
}
