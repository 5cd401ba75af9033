/** The check of a report, the same for every door: what is wrong with the whole refuses it, what is wrong with a record rejects that record. */
import { bytesOfBase64 } from './base64.js';
import { EPOCH_MAX, RECORDS_MAX, SEQUENCE_MAX } from './check-correction.js';
import { checkRecord, type RecordContext } from './check-record.js';
import { CheckedRow, ColumnsBuilder } from './columns-builder.js';
import { idProblem } from './id-rules.js';
import { integerOf } from './integers.js';
import type { RecordColumns } from './record-columns.js';
import { RecordFields, readRecordFields } from './record-fields.js';
import { type Refusal, type RefusalCode, refuse } from './refusals.js';
import type { RecordRefusal } from './rejections.js';
import { type ReportCandidate, SCHEMA_VERSION } from './report-candidate.js';
import { shown } from './shown.js';

/** 9999-12-31T23:59:59.999Z. */
export const PRODUCED_AT_MAX_MS = 253_402_300_799_999;
const UINT32_MAX = 4_294_967_295;
const ED25519_BYTES = 64;

export interface ReportSignature {
  algorithm: 'Ed25519';
  /** 64 bytes. */
  value: Uint8Array;
}

interface ReportHead {
  source: string;
  epoch: number;
  sequence: bigint;
}

export interface CheckedReport extends ReportHead {
  /** 0 when absent. */
  producedAtMs: number;
  /** Records as sent, rejected ones included. */
  recordCount: number;
  /** The accepted records, with their index as sent. */
  columns: RecordColumns;
  rejected: RecordRefusal[];
  signature?: ReportSignature;
}

/** A report of a schema version above the one this code reads: kept whole, counted when it becomes readable. */
export interface OpaqueReport extends ReportHead {
  schemaVersion: number;
}

export type ReportCheck = { refused: Refusal } | { report: CheckedReport } | { opaque: OpaqueReport };

/** Checks a report against the public contract. Never throws, whatever the candidate holds. `nowMs` is the door's clock. */
export function checkReport(candidate: ReportCandidate, context: { nowMs: number }): ReportCheck {
  const version = integerIn(candidate.schemaVersion, 0, UINT32_MAX);
  if (version === undefined) return badInteger('SCHEMA_VERSION_INVALID', 'schemaVersion', candidate.schemaVersion, 0, UINT32_MAX);
  const head = checkHead(candidate);
  if ('refused' in head) return head;
  if (version > SCHEMA_VERSION) return { opaque: { ...head, schemaVersion: Number(version) } };

  const producedAtMs = integerIn(candidate.producedAtMs, 0, PRODUCED_AT_MAX_MS);
  if (producedAtMs === undefined) return badInteger('PRODUCED_AT_INVALID', 'producedAtMs', candidate.producedAtMs, 0, PRODUCED_AT_MAX_MS);
  const signature = checkSignature(candidate.signature);
  if (signature === 'malformed')
    return refuse('SIGNATURE_MALFORMED', 'signature', 'signature must be {algorithm: "Ed25519", value: 64 bytes}.');
  const records = candidate.records ?? [];
  if (!Array.isArray(records)) return refuse('RECORDS_NOT_AN_ARRAY', 'records', `records must be an array, not ${shown(records)}.`);
  if (records.length === 0) return refuse('NO_RECORDS', 'records', 'The report has no records.');
  if (records.length > RECORDS_MAX)
    return refuse('TOO_MANY_RECORDS', 'records', `The report has ${records.length} records, more than ${RECORDS_MAX}.`);
  return {
    report: {
      ...head,
      producedAtMs: Number(producedAtMs),
      recordCount: records.length,
      ...checkRecords(records, head, context.nowMs),
      ...(signature && { signature }),
    },
  };
}

function checkRecords(records: unknown[], head: ReportHead, nowMs: number): { columns: RecordColumns; rejected: RecordRefusal[] } {
  const builder = new ColumnsBuilder(records.length);
  const rejected: RecordRefusal[] = [];
  const context: RecordContext = { nowMs, rightIds: new Set(), self: { epoch: head.epoch, sequence: head.sequence, index: 0 } };
  const scratch = new RecordFields();
  const row = new CheckedRow();
  for (let index = 0; index < records.length; index++) {
    const record = records[index];
    context.self.index = index;
    const read = record instanceof RecordFields;
    const problem = (read ? undefined : readRecordFields(record, scratch)) ?? checkRecord(read ? record : scratch, context, row);
    if (problem === undefined) builder.append(index, row);
    else rejected.push({ index, ...problem });
  }
  return { columns: builder.build(), rejected };
}

function checkHead(candidate: ReportCandidate): ReportHead | { refused: Refusal } {
  const source = candidate.source ?? '';
  if (source === '') return refuse('SOURCE_MISSING', 'source', 'source is missing.');
  if (typeof source !== 'string') return refuse('SOURCE_INVALID', 'source', `source must be a string, not ${shown(source)}.`);
  const problem = idProblem(source);
  if (problem !== undefined) return refuse('SOURCE_INVALID', 'source', `source ${problem.why}.`);
  const epoch = integerIn(candidate.epoch, 1, EPOCH_MAX);
  if (epoch === undefined) return badInteger('EPOCH_INVALID', 'epoch', candidate.epoch, 1, EPOCH_MAX);
  const sequence = integerIn(candidate.sequence, 1, SEQUENCE_MAX);
  if (sequence === undefined) return badInteger('SEQUENCE_INVALID', 'sequence', candidate.sequence, 1, SEQUENCE_MAX);
  return { source, epoch: Number(epoch), sequence: BigInt(sequence) };
}

function integerIn(value: unknown, min: number, max: number | bigint): number | bigint | undefined {
  const integer = integerOf(value ?? 0);
  return integer !== undefined && integer >= min && integer <= max ? integer : undefined;
}

const badInteger = (code: RefusalCode, field: string, value: unknown, min: number, max: number | bigint) =>
  refuse(code, field, `${field} is ${value === undefined ? 'missing' : shown(value)}, not an integer from ${min} to ${max}.`);

function checkSignature(value: unknown): ReportSignature | undefined | 'malformed' {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) return 'malformed';
  const { algorithm, value: given, ...others } = value as Record<string, unknown>;
  const bytes = typeof given === 'string' ? bytesOfBase64(given) : given;
  const right =
    algorithm === 'Ed25519' && bytes instanceof Uint8Array && bytes.length === ED25519_BYTES && Object.keys(others).length === 0;
  return right ? { algorithm: 'Ed25519', value: bytes } : 'malformed';
}

/** The ASCII text that a meter signs; `contentHash` in lower-case hex (docs/reference/content-hash.md). */
export const signedText = (source: string, epoch: number, sequence: bigint, contentHash: string): string =>
  `tidemark.usage.report.v1\n${source}\n${epoch}\n${sequence}\n${contentHash}`;
