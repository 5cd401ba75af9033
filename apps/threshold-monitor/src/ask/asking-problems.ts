import { type Problem, type ProblemException, problem } from '@tidemark/access';
import type { Answer, Refusal } from './refusal.js';

/** How a refusal is answered, and what to do about it. */
export interface AskingProblem extends Problem {
  remedy: string;
}

/** One row for each way in which a question to the monitor is refused; gRPC answers the status that libs/access pairs with the HTTP one. */
export const ASKING_PROBLEMS = {
  SCOPE_INVALID: { status: 400, title: 'There is no such scope', remedy: 'Name one of the scopes that the call lists.' },
  SCOPE_ID_MISSING: { status: 400, title: 'The scope needs an id', remedy: 'Send "id" beside "scope".' },
  SCOPE_MISSING: { status: 400, title: 'The id needs a scope', remedy: 'Send "scope" beside "id".' },
  SCOPE_ANSWERED_ELSEWHERE: {
    status: 422,
    title: 'Another service answers for this scope',
    remedy: 'Ask the usage ledger for the totals of a provider.',
  },
  CONTROL_RULE_INVALID: {
    status: 400,
    title: 'There is no such rule of control',
    remedy: 'Send control or ownership-25, with groups alone.',
  },
  UNKNOWN_SCOPE: { status: 404, title: 'The monitor knows no such scope', remedy: 'Look at the id: only what you may see can be named.' },
  FLAG_UNKNOWN: { status: 404, title: 'There is no such flag', remedy: 'Look at the id: only flags that you may see can be named.' },
  TIER_INVALID: { status: 400, title: 'There is no such tier', remedy: 'Send POSSIBLE, PROBABLE, CERTAIN or PROJECTED.' },
  FLAG_KIND_INVALID: { status: 400, title: 'There is no such kind of flag', remedy: 'Send a kind that the call lists.' },
  FLAG_STATUS_INVALID: {
    status: 400,
    title: 'There is no such status of a flag',
    remedy: 'Send OPEN, WITHDRAWN, CONFIRMED or SUPERSEDED.',
  },
  RULE_INVALID: { status: 400, title: 'This names no rule', remedy: 'Send the id of a rule, or id@version.' },
  FROM_INVALID: {
    status: 400,
    title: 'The start of the window cannot be read',
    remedy: 'Send ISO 8601 with a zone, a date (00:00 UTC) or milliseconds since 1970.',
  },
  TO_INVALID: {
    status: 400,
    title: 'The end of the window cannot be read',
    remedy: 'Send ISO 8601 with a zone, a date (00:00 UTC) or milliseconds since 1970.',
  },
  WINDOW_EMPTY: { status: 400, title: 'The window holds no time', remedy: 'Send a start before the end.' },
  KNOWN_AT_INVALID: {
    status: 400,
    title: 'The moment of knowledge cannot be read',
    remedy: 'Send ISO 8601 with a zone, a date (00:00 UTC) or milliseconds since 1970.',
  },
  KNOWN_AT_IN_FUTURE: {
    status: 422,
    title: 'The moment of knowledge lies in the future',
    remedy: 'Ask for a moment that has passed, or leave it out for what is known now.',
  },
  GROUPING_INVALID: {
    status: 400,
    title: 'The grouping cannot be read',
    remedy: 'Send a comma list of the groupings that the call lists, each once.',
  },
  TOO_MANY_GROUPS: { status: 422, title: 'The answer would be too large', remedy: 'Ask for a shorter window or a coarser grouping.' },
  CURSOR_INVALID: {
    status: 400,
    title: 'The cursor is not one that was given out',
    remedy: 'Send "next" of the page before, unchanged, with the same filters.',
  },
  LIMIT_INVALID: { status: 400, title: 'The limit is out of range', remedy: 'Send a whole number in the range that the call states.' },
  AFTER_INVALID: {
    status: 400,
    title: 'The place in the stream cannot be read',
    remedy: 'Send the id of the last event that you have, or 0 for all from the beginning.',
  },
  TOO_MANY_STREAMS: {
    status: 429,
    title: 'Too many streams are open',
    retryAfterSeconds: 15,
    remedy: 'End a stream that you do not need: one carries everything that you may see.',
  },
  EVALUATED_AT_INVALID: {
    status: 400,
    title: 'The moment of the evaluation cannot be taken',
    remedy: 'Send a moment of the past: ISO 8601 with a zone, a date (00:00 UTC) or milliseconds since 1970.',
  },
  NUMBER_INVALID: { status: 400, title: 'The number cannot be read', remedy: 'Send FLOP above zero as 1e25, 3.5e24, 1e25/3 or digits.' },
  WHAT_IF_EMPTY: { status: 400, title: 'Nothing is asked', remedy: 'Send a rule, or a number.' },
  WHAT_IF_INVALID: { status: 400, title: 'The supposition cannot be read', remedy: 'Mend the field that is named.' },
  WHAT_IF_TOO_LARGE: { status: 422, title: 'The question is too large', remedy: 'Ask for fewer scopes, or a higher number.' },
  WHAT_IF_BUSY: {
    status: 429,
    title: 'Too many such questions are being answered',
    retryAfterSeconds: 5,
    remedy: 'Wait for the answer to the one before.',
  },
  BAND_UNKNOWN: {
    status: 404,
    title: 'There is no such band',
    remedy: 'Send the id of a band that GET /v1/totals/bands lists, or below.',
  },
  BANDS_TOO_LARGE: {
    status: 422,
    title: 'There is too much to add up at once',
    remedy: 'Ask for the totals of one scope: GET /v1/totals.',
  },
  BANDS_BUSY: {
    status: 429,
    title: 'Too many such questions are being answered',
    retryAfterSeconds: 5,
    remedy: 'Wait for the answer to the one before.',
  },
  EVIDENCE_TOO_LARGE: {
    status: 422,
    title: 'The evidence does not fit one bundle',
    remedy: 'Ask for the totals by account and day, and recompute in parts.',
  },
} as const satisfies Record<string, AskingProblem>;

export type AskingRefusalCode = keyof typeof ASKING_PROBLEMS;

/** For edges: the answer, or the refusal thrown as its problem. */
export function orRefusal<T>(result: Answer<T>): T {
  if ('answer' in result) return result.answer;
  throw problemOf(result.refused);
}

export function problemOf({ code, detail, field }: Refusal): ProblemException {
  const { remedy, ...row }: AskingProblem = ASKING_PROBLEMS[code];
  return problem(row, { code, detail, ...(field === undefined ? {} : { field }), remedy });
}
