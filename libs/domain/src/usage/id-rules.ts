import { shown } from './shown.js';

/** Characters (code points) that an id may have. */
export const ID_LENGTH_MAX = 128;

export type IdCode = 'ID_TOO_LONG' | 'ID_NOT_WELL_FORMED' | 'ID_NOT_NFC' | 'ID_HAS_CONTROL_CHARACTER' | 'ID_HAS_OUTER_SPACE';

/** Printable ASCII without space at the ends: what nearly every id is, decided without Unicode tables. */
const PLAIN = /^[!-~](?:[ -~]{0,126}[!-~])?$/;
const CONTROL_OR_FORMAT = /[\p{Cc}\p{Cf}]/u;

/** What is wrong with a non-empty id, or undefined. Ids are compared byte by byte later, so look-alikes are refused here. */
export function idProblem(id: string): { code: IdCode; why: string } | undefined {
  if (PLAIN.test(id)) return undefined;
  if (tooLong(id)) return { code: 'ID_TOO_LONG', why: `${shown(id)} has more than ${ID_LENGTH_MAX} characters` };
  if (!id.isWellFormed()) return { code: 'ID_NOT_WELL_FORMED', why: `${shown(id)} is not well-formed Unicode` };
  if (CONTROL_OR_FORMAT.test(id)) return { code: 'ID_HAS_CONTROL_CHARACTER', why: `${shown(id)} has a control or format character` };
  if (id.trim() !== id) return { code: 'ID_HAS_OUTER_SPACE', why: `${shown(id)} has white space at an end` };
  if (id.normalize('NFC') !== id) return { code: 'ID_NOT_NFC', why: `${shown(id)} is not in Unicode normalisation form C` };
  return undefined;
}

function tooLong(id: string): boolean {
  if (id.length <= ID_LENGTH_MAX) return false;
  if (id.length > 2 * ID_LENGTH_MAX) return true;
  return [...id].length > ID_LENGTH_MAX;
}
