import type { AskingRefusalCode } from './asking-problems.js';

/** Why a question is not answered. Expected, so a value; the edge maps every code to its answer in one table (asking-problems.ts). */
export interface Refusal {
  code: AskingRefusalCode;
  /** A sentence that a person can act on. */
  detail: string;
  /** The parameter at fault. */
  field?: string;
}

export type Answer<T> = { answer: T } | { refused: Refusal };

export const refuse = (code: AskingRefusalCode, detail: string, field?: string): { refused: Refusal } => ({
  refused: field === undefined ? { code, detail } : { code, detail, field },
});

/** What was given, short enough to repeat in an answer. */
export const shown = (value: string): string => JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
