import { integerOf } from './integers.js';
import { Evidence, NumberFormat, UtilisationKind, Workload } from './record-columns.js';
import { type RecordProblem, reject } from './rejections.js';
import { shown } from './shown.js';

type Numbers = ReadonlyMap<string, number>;

const named = (numbers: Record<string, number>): Numbers => new Map(Object.entries(numbers));

export const UTILISATION_KINDS = named(UtilisationKind);
export const NUMBER_FORMATS = named(NumberFormat);
export const EVIDENCES = named(Evidence);
export const WORKLOADS = named(Workload);

/** The number of an enum value given by name or number, 0 when absent; -1 when it is not known. Numbers have no holes. */
export function enumNumber(numbers: Numbers, value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'string') return numbers.get(value) ?? -1;
  if (typeof value !== 'number' && typeof value !== 'bigint') return -1;
  const number = integerOf(value);
  return typeof number === 'number' && number >= 0 && number < numbers.size ? number : -1;
}

/** Why `enumNumber` said no. */
export function enumProblem(numbers: Numbers, field: string, value: unknown): RecordProblem {
  const type = typeof value;
  const known = [...numbers.keys()].join(', ');
  if (type !== 'string' && type !== 'number' && type !== 'bigint')
    return reject('WRONG_TYPE', field, `${field} must be a name or number of ${known}, not ${shown(value)}.`);
  return reject('ENUM_UNKNOWN', field, `${field} is ${shown(value)}; known are ${known}.`);
}
