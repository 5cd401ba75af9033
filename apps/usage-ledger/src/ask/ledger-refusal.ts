/** Why a question is not answered. Expected, so a value; each edge maps every code to its answer in one table (ledger-problems.ts). */
export type LedgerRefusalCode =
  | 'SCOPE_INVALID'
  | 'SCOPE_ANSWERED_ELSEWHERE'
  | 'SCOPE_ID_MISSING'
  | 'FROM_INVALID'
  | 'TO_INVALID'
  | 'WINDOW_EMPTY'
  | 'KNOWN_AT_INVALID'
  | 'KNOWN_AT_IN_FUTURE'
  | 'GROUPING_INVALID'
  | 'TOO_MANY_GROUPS'
  | 'UNKNOWN_SCOPE'
  | 'UNKNOWN_SOURCE'
  | 'UNKNOWN_CLUSTER'
  | 'EPOCH_INVALID'
  | 'SEQUENCE_INVALID'
  | 'REPORT_UNKNOWN'
  | 'FINDING_KIND_INVALID'
  | 'CURSOR_INVALID'
  | 'LIMIT_INVALID'
  | 'AFTER_INVALID';

export interface LedgerRefusal {
  code: LedgerRefusalCode;
  /** A sentence that a person can act on. */
  detail: string;
  /** The parameter at fault. */
  field?: string;
}

export type Answer<T> = { answer: T } | { refused: LedgerRefusal };

export const refuse = (code: LedgerRefusalCode, detail: string, field?: string): { refused: LedgerRefusal } => ({
  refused: field === undefined ? { code, detail } : { code, detail, field },
});

/** What was given, short enough to repeat in an answer. */
export const shown = (value: string): string => JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
