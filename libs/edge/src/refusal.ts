import { type Problem, type ProblemException, problem } from '@tidemark/access';

/** An expected "no", with a stable code of the room that says it. */
export interface Refusal<Code extends string = string> {
  code: Code;
  /** What is wrong here, for a person. Never another tenant's data, nor whether it exists. */
  detail: string;
  /** Where in the input. */
  field?: string;
  /** Further members of the answer. */
  members?: Record<string, unknown>;
}

export interface Refused<Code extends string = string> {
  refused: Refusal<Code>;
}

/** A row of a room's table `<room>.refusals.ts`: docs/reference/codes.md is made from them. */
export interface RefusalRow extends Problem {
  /** What to do about it. */
  remedy: string;
}

/** Rows for a room's own codes; those that every edge can say stand in EDGE_REFUSALS. */
export type RefusalTable<Code extends string> = Readonly<Record<Exclude<Code, EdgeRefusalCode>, RefusalRow>>;

export function refuse<Code extends string>(code: Code, detail: string, more: Pick<Refusal, 'field' | 'members'> = {}): Refused<Code> {
  return { refused: { code, detail, ...more } };
}

export function isRefused<Value>(result: Value | Refused): result is Value & Refused {
  return typeof result === 'object' && result !== null && 'refused' in result;
}

/** For edges: the value, or the refusal thrown as its problem. */
export function orProblem<Value, Code extends string>(result: Value | Refused<Code>, table: RefusalTable<Code>): Exclude<Value, Refused> {
  if (isRefused(result)) throw problemOf((result as Refused<Code>).refused, table);
  return result as Exclude<Value, Refused>;
}

export function problemOf<Code extends string>(
  { code, detail, field, members }: Refusal<Code>,
  table: RefusalTable<Code>,
): ProblemException {
  const rows: Readonly<Record<string, RefusalRow>> = { ...EDGE_REFUSALS, ...table };
  const { remedy, ...row } = rows[code]!;
  return problem(row, { code, detail, ...(field === undefined ? {} : { field }), remedy, ...members });
}

/** What the edge of every app can say. */
export const EDGE_REFUSALS = {
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The idempotency key belongs to another request',
    remedy: 'Send a key of its own with each request; repeat a request with its key and its exact content.',
  },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    title: 'The idempotency key cannot be used',
    remedy: 'Send 1 to 255 visible ASCII characters, a UUID for one.',
  },
  PURPOSE_REQUIRED: {
    status: 400,
    title: 'Identity data is shown for a stated purpose alone',
    remedy: 'Say why in the header Tidemark-Purpose or the parameter "purpose", in 3 to 200 characters. It is logged with your name.',
  },
  PRECONDITION_REQUIRED: {
    status: 428,
    title: 'A change must say which version it changes',
    remedy: 'Read the record, and send its ETag in the header If-Match.',
  },
  PRECONDITION_FAILED: {
    status: 412,
    title: 'The record was changed by somebody else meanwhile',
    remedy: 'Read it again, look at what changed, and send the change with the new ETag.',
  },
  CURSOR_INVALID: {
    status: 400,
    title: 'The cursor is none of ours',
    remedy: 'Follow the Link header or "next" of the page before, with the same filters.',
  },
  CUSTOMER_UNKNOWN: {
    status: 404,
    title: 'There is no such customer record of yours',
    remedy: 'Look at the id: only records of your own organisation can be named.',
  },
} as const satisfies Record<string, RefusalRow>;
export type EdgeRefusalCode = keyof typeof EDGE_REFUSALS;
