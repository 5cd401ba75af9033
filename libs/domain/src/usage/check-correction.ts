import type { CheckedRow } from './columns-builder.js';
import { notAnInteger } from './integer-problem.js';
import { integerOf } from './integers.js';
import { readNested } from './record-fields.js';
import { type RecordProblem, type RejectionCode, reject } from './rejections.js';
import { shown } from './shown.js';

export const EPOCH_MAX = 4_294_967_295;
export const SEQUENCE_MAX = 18_446_744_073_709_551_615n;
/** Records of a report; indices are below it. */
export const RECORDS_MAX = 5_000;

/** A record of a source. */
export interface RecordId {
  epoch: number;
  sequence: bigint;
  index: number;
}

const NAMES = ['epoch', 'sequence', 'index', 'void'];

/** Fills `row.correction`, or tells what is wrong with it. */
export function checkCorrection(value: unknown, self: RecordId, row: CheckedRow): RecordProblem | undefined {
  const fields = readNested('correction', value, NAMES);
  if ('code' in fields) return fields as unknown as RecordProblem;
  const epoch = inRange('correction.epoch', fields.epoch, 1, EPOCH_MAX, 'CORRECTION_EPOCH_OUT_OF_RANGE');
  if (typeof epoch === 'object') return epoch;
  const sequence = inRange('correction.sequence', fields.sequence, 1, SEQUENCE_MAX, 'CORRECTION_SEQUENCE_OUT_OF_RANGE');
  if (typeof sequence === 'object') return sequence;
  const index = inRange('correction.index', fields.index, 0, RECORDS_MAX - 1, 'CORRECTION_INDEX_OUT_OF_RANGE');
  if (typeof index === 'object') return index;
  const isVoid = fields.void ?? false;
  if (typeof isVoid !== 'boolean')
    return reject('WRONG_TYPE', 'correction.void', `correction.void must be true or false, not ${shown(isVoid)}.`);
  const target = { epoch: Number(epoch), sequence: BigInt(sequence), index: Number(index), void: isVoid };
  if (target.epoch === self.epoch && target.sequence === self.sequence && target.index === self.index)
    return reject('CORRECTION_OF_ITSELF', 'correction', `Record ${self.epoch}/${self.sequence}/${self.index} names itself.`);
  row.correction = target;
  return undefined;
}

function inRange(field: string, value: unknown, min: number, max: number | bigint, code: RejectionCode): number | bigint | RecordProblem {
  const number = integerOf(value ?? 0);
  if (number === undefined) return notAnInteger(field, value);
  return number >= min && number <= max ? number : reject(code, field, `${field} is ${shown(number)}, not ${min} to ${max}.`);
}
