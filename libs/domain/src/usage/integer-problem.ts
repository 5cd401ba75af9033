import { isInexact } from './integers.js';
import { type RecordProblem, reject } from './rejections.js';
import { shown } from './shown.js';

/** The problem of a field that `integerOf` could not read. */
export function notAnInteger(field: string, value: unknown): RecordProblem {
  if (isInexact(value))
    return reject('INTEGER_INEXACT', field, `${field} is beyond 2^53 and must come as a string, not as the number ${shown(value)}.`);
  return reject('WRONG_TYPE', field, `${field} must be an integer, not ${shown(value)}.`);
}
