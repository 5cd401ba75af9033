import { integerOf } from './integers.js';
import { type Refusal, refuse } from './refusals.js';
import { shown, shownName } from './shown.js';

/** A report as it came through any door, unchecked: every field may hold anything, undefined means absent. */
export interface ReportCandidate {
  source: unknown;
  epoch: unknown;
  sequence: unknown;
  producedAtMs: unknown;
  /** JSON objects or `RecordFields`. */
  records: unknown;
  /** {algorithm, value}, value as base64 text or bytes. */
  signature: unknown;
  schemaVersion: unknown;
}

const FIELDS: ReadonlyMap<string, keyof ReportCandidate> = new Map([
  ['source', 'source'],
  ['epoch', 'epoch'],
  ['sequence', 'sequence'],
  ['producedAtMs', 'producedAtMs'],
  ['produced_at_ms', 'producedAtMs'],
  ['records', 'records'],
  ['signature', 'signature'],
  ['schemaVersion', 'schemaVersion'],
  ['schema_version', 'schemaVersion'],
]);

export const emptyCandidate = (): ReportCandidate => ({
  source: undefined,
  epoch: undefined,
  sequence: undefined,
  producedAtMs: undefined,
  records: undefined,
  signature: undefined,
  schemaVersion: undefined,
});

/**
 * The candidate in a parsed JSON value (read with `parseJsonExactly`). A report of a later schema version may have fields
 * that are not known here; one of this version may not.
 */
export function candidateFromJson(json: unknown): { candidate: ReportCandidate } | { refused: Refusal } {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return refuse('REPORT_NOT_AN_OBJECT', '', `A report must be an object, not ${shown(json)}.`);
  const candidate = emptyCandidate();
  let unknown: string | undefined;
  for (const [name, value] of Object.entries(json)) {
    const field = FIELDS.get(name);
    if (field === undefined) unknown ??= name;
    else if (candidate[field] !== undefined) return refuse('REPORT_FIELD_TWICE', field, `${field} is given twice, in two spellings.`);
    else candidate[field] = value === null ? undefined : value;
  }
  if (unknown !== undefined && !isLaterVersion(candidate.schemaVersion))
    return refuse('UNKNOWN_REPORT_FIELD', shownName(unknown), `A usage report has no field ${shown(unknown)}.`);
  return { candidate };
}

/** The newest version of UsageReport that this code reads. */
export const SCHEMA_VERSION = 1;

export function isLaterVersion(value: unknown): boolean {
  const version = integerOf(value ?? 0);
  return version !== undefined && version > SCHEMA_VERSION;
}
