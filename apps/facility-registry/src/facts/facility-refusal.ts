import type { RefusalCode } from './refusal-codes.js';

/** Why something is not recorded. Expected, so a value; `members` go into the answer beside the code. */
export interface FacilityRefusal {
  code: RefusalCode;
  /** The field of the request, as the caller wrote it. */
  field?: string;
  detail: string;
  members?: Record<string, unknown>;
}

export function refuse(
  code: RefusalCode,
  field: string | undefined,
  detail: string,
  members?: Record<string, unknown>,
): { refused: FacilityRefusal } {
  return { refused: { code, detail, ...(field === undefined ? {} : { field }), ...(members === undefined ? {} : { members }) } };
}

/** A value that was checked, or why it was not taken. */
export type Checked<Value> = { value: Value } | { refused: FacilityRefusal };

/** A sentence repeats what it was given, but never more of it than a person wants to read. */
export function shown(value: unknown): string {
  const text = String(value);
  const short = [...text].slice(0, 40).join('');
  return JSON.stringify(short.length < text.length ? `${short}...` : text);
}
