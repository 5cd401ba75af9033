import { type RecordProblem, reject } from './rejections.js';
import { shown, shownName } from './shown.js';

/**
 * One usage record as it came, unchecked: every field may hold anything, undefined means absent. The protobuf decoder
 * makes these directly; JSON objects are read into one by `readRecordFields`.
 */
export class RecordFields {
  account: unknown = undefined;
  cluster: unknown = undefined;
  accelerator: unknown = undefined;
  count: unknown = undefined;
  startMs: unknown = undefined;
  endMs: unknown = undefined;
  node: unknown = undefined;
  devices: unknown = undefined;
  utilisation: unknown = undefined;
  format: unknown = undefined;
  evidence: unknown = undefined;
  workload: unknown = undefined;
  job: unknown = undefined;
  correction: unknown = undefined;
  workloadEvidence: unknown = undefined;
}

type Field = keyof RecordFields;

const SNAKE_CASE: Record<string, Field> = { start_ms: 'startMs', end_ms: 'endMs', workload_evidence: 'workloadEvidence' };
const FIELDS: ReadonlyMap<string, Field> = new Map([
  ...Object.keys(new RecordFields()).map((name) => [name, name as Field] as const),
  ...Object.entries(SNAKE_CASE),
]);

/** Reads a JSON record into `into`, both spellings, null as absent. Answers the problem when the names are not right. */
export function readRecordFields(record: unknown, into: RecordFields): RecordProblem | undefined {
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    return reject('RECORD_NOT_AN_OBJECT', '', `A record must be an object, not ${shown(record)}.`);
  clear(into);
  const source = record as Record<string, unknown>;
  for (const name in source) {
    const value = source[name];
    const problem = assign(into, name, value === null ? undefined : value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** A switch, because it is several times faster than a map for the names that nearly all records have. */
function assign(into: RecordFields, name: string, value: unknown): RecordProblem | undefined {
  switch (name) {
    case 'account':
      into.account = value;
      return undefined;
    case 'cluster':
      into.cluster = value;
      return undefined;
    case 'accelerator':
      into.accelerator = value;
      return undefined;
    case 'count':
      into.count = value;
      return undefined;
    case 'node':
      into.node = value;
      return undefined;
    case 'devices':
      into.devices = value;
      return undefined;
    case 'utilisation':
      into.utilisation = value;
      return undefined;
    case 'evidence':
      into.evidence = value;
      return undefined;
    default:
      return assignByTable(into, name, value);
  }
}

function assignByTable(into: RecordFields, name: string, value: unknown): RecordProblem | undefined {
  const field = FIELDS.get(name);
  if (field === undefined) return reject('UNKNOWN_FIELD', shownName(name), `A usage record has no field ${shown(name)}.`);
  if (into[field] !== undefined) return reject('FIELD_TWICE', field, `${field} is given twice, in two spellings.`);
  into[field] = value;
  return undefined;
}

function clear(fields: RecordFields): void {
  fields.account = fields.cluster = fields.accelerator = fields.count = fields.startMs = fields.endMs = fields.node = undefined;
  fields.devices = fields.utilisation = fields.format = fields.evidence = fields.workload = fields.job = undefined;
  fields.correction = fields.workloadEvidence = undefined;
}

/** The entries of a nested message (utilisation, correction) by name; the problem when a name is not known. */
export function readNested(parent: string, value: unknown, names: readonly string[]): Record<string, unknown> | RecordProblem {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return reject('WRONG_TYPE', parent, `${parent} must be an object, not ${shown(value)}.`);
  for (const name in value) {
    if (!names.includes(name)) return reject('UNKNOWN_FIELD', `${parent}.${shownName(name)}`, `${parent} has no field ${shown(name)}.`);
  }
  return value as Record<string, unknown>;
}
