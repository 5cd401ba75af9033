import { type Problem, type ProblemException, problem } from '@tidemark/access';
import { RULE_REFUSALS, type RuleProblem, type RuleRefusalCode } from '@tidemark/domain';

export interface RuleProblemRow extends Problem {
  meaning: string;
  remedy: string;
}

const STATUS: Record<RuleRefusalCode, number> = {
  ACTIVE_FROM_MALFORMED: 400,
  ACTIVE_FROM_PASSED: 422,
  KIND_NOT_OPEN: 422,
  REASON_MISSING: 422,
  RULE_EXISTS: 409,
  RULE_NOT_IN_STATE: 409,
  SAME_PERSON: 403,
};

const decided = Object.fromEntries(
  Object.entries(RULE_REFUSALS).map(([code, row]) => [
    code,
    { ...row, status: STATUS[code as RuleRefusalCode], title: row.meaning.replace(/\.$/, '') },
  ]),
) as Record<RuleRefusalCode, RuleProblemRow>;

const row = (status: number, title: string, remedy: string): RuleProblemRow => ({ status, title, meaning: `${title}.`, remedy });

/** How each refusal of this room is answered. */
export const RULE_ROOM_REFUSALS = {
  ...decided,
  RULE_UNKNOWN: row(404, 'There is no such rule, or no such version of it', 'See GET /v1/rules: only rules that you may see can be named.'),
  RULE_REFUSED: row(422, 'The rule contradicts itself or the rulebook', 'Mend what is listed under "problems", each with its field.'),
  RULE_OF_SCHEME: row(403, 'The rule is not a policy of your organisation', 'A provider changes its own policies alone.'),
  POLICY_OWNER: row(422, 'A provider proposes policies of its own', 'Write your own provider id into "provider".'),
  POLICY_ID: row(422, "The id of a provider's policy begins with the provider's", 'Put the provider id and a hyphen in front.'),
  RULEBOOK_VERSION_UNKNOWN: row(404, 'There is no such version of the rulebook', 'See GET /v1/rules/versions.'),
  TRIAL_TOO_LARGE: row(422, 'The trial raises too many flags to compare', 'Withdraw it, and propose a higher number.'),
  RULE_FILTER_INVALID: row(400, 'There is no such kind, status or jurisdiction', 'Send one that the call lists.'),
} as const satisfies Record<string, RuleProblemRow>;
export type RuleRoomRefusalCode = keyof typeof RULE_ROOM_REFUSALS;

export interface RuleRoomRefusal {
  readonly code: RuleRoomRefusalCode;
  readonly detail: string;
  readonly field?: string;
  /** Of RULE_REFUSED: all that is wrong. */
  readonly problems?: readonly RuleProblem[];
}

export type RuleAnswer<T> = { readonly answer: T } | { readonly refused: RuleRoomRefusal };

export const refuseRule = (
  code: RuleRoomRefusalCode,
  detail: string,
  more: Pick<RuleRoomRefusal, 'field' | 'problems'> = {},
): { refused: RuleRoomRefusal } => ({ refused: { code, detail, ...more } });

/** For edges: the answer, or the refusal thrown as its problem. */
export function orRuleProblem<T>(result: RuleAnswer<T>): T {
  if ('answer' in result) return result.answer;
  throw ruleProblem(result.refused);
}

export function ruleProblem({ code, ...said }: RuleRoomRefusal): ProblemException {
  const { remedy, meaning: _, ...answered }: RuleProblemRow = RULE_ROOM_REFUSALS[code];
  return problem(answered, { code, ...said, remedy });
}
