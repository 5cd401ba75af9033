import type { CheckedRow } from './columns-builder.js';
import { enumNumber, enumProblem, UTILISATION_KINDS } from './enum-names.js';
import { UtilisationKind } from './record-columns.js';
import { readNested } from './record-fields.js';
import { type RecordProblem, reject } from './rejections.js';
import { shown } from './shown.js';
import { isExactlyZero, NOT_DECIMAL, NOT_IN_RANGE, ppmOf } from './utilisation-value.js';

const NAMES = ['kind', 'value'];
const FIELD = 'utilisation.value';

/** Fills `row.ppm` and answers the kind, or tells what is wrong. Absent: NONE. */
export function checkUtilisation(utilisation: unknown, row: CheckedRow): number | RecordProblem {
  row.ppm = 0;
  if (utilisation === undefined) return UtilisationKind.NONE;
  const fields = readNested('utilisation', utilisation, NAMES);
  if ('code' in fields) return fields as unknown as RecordProblem;
  const kind = enumNumber(UTILISATION_KINDS, fields.kind);
  if (kind < 0) return enumProblem(UTILISATION_KINDS, 'utilisation.kind', fields.kind);
  return checkValue(kind, fields.value ?? '', row) ?? kind;
}

function checkValue(kind: number, value: unknown, row: CheckedRow): RecordProblem | undefined {
  if (value === '') {
    if (kind === UtilisationKind.NONE) return undefined;
    return reject('UTILISATION_MISSING', FIELD, 'utilisation has a kind, but no value.');
  }
  const ppm = ppmOf(value);
  if (ppm === NOT_DECIMAL) return notDecimal(value);
  if (ppm === NOT_IN_RANGE) return reject('UTILISATION_OUT_OF_RANGE', FIELD, `${FIELD} is ${shown(value)}, not 0 to 1.`);
  if (kind === UtilisationKind.NONE && !isExactlyZero(value))
    return reject('UTILISATION_WITHOUT_KIND', FIELD, `${FIELD} is ${shown(value)}, but its kind is NONE.`);
  row.ppm = ppm;
  return undefined;
}

function notDecimal(value: unknown): RecordProblem {
  if (typeof value !== 'string' && typeof value !== 'number')
    return reject('WRONG_TYPE', FIELD, `${FIELD} must be a decimal string or a number, not ${shown(value)}.`);
  return reject('UTILISATION_NOT_DECIMAL', FIELD, `${FIELD} is ${shown(value)}, not a decimal such as "0.43" with at most 18 decimals.`);
}
