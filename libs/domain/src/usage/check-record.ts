/**
 * What one usage record must be. The checks of a record stop at its first problem; its neighbours are not touched by it.
 * Every check fills its part of the row, which is only kept when all of them pass.
 */
import { checkCorrection, type RecordId } from './check-correction.js';
import { checkDevices } from './check-devices.js';
import { checkUtilisation } from './check-utilisation.js';
import type { CheckedRow } from './columns-builder.js';
import { EVIDENCES, enumNumber, enumProblem, NUMBER_FORMATS, WORKLOADS } from './enum-names.js';
import { idProblem } from './id-rules.js';
import { notAnInteger } from './integer-problem.js';
import { integerOf } from './integers.js';
import { grade } from './record-columns.js';
import type { RecordFields } from './record-fields.js';
import { type RecordProblem, reject } from './rejections.js';
import { shown } from './shown.js';

/** 2010-01-01T00:00Z: no accelerator use before it is of interest, and a time in seconds lands before it. */
export const START_MIN_MS = 1_262_304_000_000;
/** Clocks of meters may run ahead of the door's by this. */
export const AHEAD_MAX_MS = 10 * 60_000;
export const INTERVAL_MAX_MS = 31 * 24 * 3_600_000;
export const COUNT_MAX = 1_000_000;

/** What a record is checked against. */
export interface RecordContext {
  /** The door's clock, milliseconds. */
  nowMs: number;
  /** Ids that were found right in this report: each is judged once. */
  rightIds: Set<string>;
  /** The record itself, as a correction would name it. */
  self: RecordId;
}

export function checkRecord(fields: RecordFields, context: RecordContext, row: CheckedRow): RecordProblem | undefined {
  row.correction = undefined;
  if (fields.correction !== undefined) {
    const problem = checkCorrection(fields.correction, context.self, row);
    if (problem !== undefined) return problem;
    if (row.correction!.void) {
      row.clearAllButCorrection();
      return undefined;
    }
  }
  return (
    checkIds(fields, context.rightIds, row) ??
    checkInterval(fields, context.nowMs, row) ??
    checkCount(fields, row) ??
    checkGrade(fields, row)
  );
}

function checkIds(fields: RecordFields, right: Set<string>, row: CheckedRow): RecordProblem | undefined {
  const { account = '', cluster = '', accelerator = '', node = '', job = '' } = fields;
  if (account === '') return reject('ACCOUNT_MISSING', 'account', 'account is missing.');
  if (cluster === '') return reject('CLUSTER_MISSING', 'cluster', 'cluster is missing.');
  const problem =
    checkId('account', account, right) ??
    checkId('cluster', cluster, right) ??
    checkId('accelerator', accelerator, right) ??
    checkId('node', node, right) ??
    checkId('job', job, right);
  if (problem !== undefined) return problem;
  row.account = account as string;
  row.cluster = cluster as string;
  row.accelerator = accelerator as string;
  row.node = node as string;
  row.job = job as string;
  return undefined;
}

function checkId(field: string, value: unknown, right: Set<string>): RecordProblem | undefined {
  if (value === '') return undefined;
  if (typeof value !== 'string') return reject('WRONG_TYPE', field, `${field} must be a string, not ${shown(value)}.`);
  if (right.has(value)) return undefined;
  const problem = idProblem(value);
  if (problem !== undefined) return reject(problem.code, field, `${field} ${problem.why}.`);
  right.add(value);
  return undefined;
}

function checkInterval(fields: RecordFields, nowMs: number, row: CheckedRow): RecordProblem | undefined {
  const startMs = integerOf(fields.startMs ?? 0);
  if (startMs === undefined) return notAnInteger('startMs', fields.startMs);
  const endMs = integerOf(fields.endMs ?? 0);
  if (endMs === undefined) return notAnInteger('endMs', fields.endMs);
  const latestMs = nowMs + AHEAD_MAX_MS;
  if (startMs < START_MIN_MS) return reject('START_BEFORE_2010', 'startMs', `startMs is ${shown(startMs)}, before 2010 (${START_MIN_MS}).`);
  if (startMs > latestMs) return reject('START_IN_FUTURE', 'startMs', `startMs is ${shown(startMs)}, the door's clock says ${nowMs}.`);
  if (endMs <= startMs) return reject('END_NOT_AFTER_START', 'endMs', `endMs is ${shown(endMs)}, startMs is ${shown(startMs)}.`);
  if (endMs > latestMs) return reject('END_IN_FUTURE', 'endMs', `endMs is ${shown(endMs)}, the door's clock says ${nowMs}.`);
  row.startMs = Number(startMs);
  row.endMs = Number(endMs);
  if (row.endMs - row.startMs <= INTERVAL_MAX_MS) return undefined;
  return reject(
    'INTERVAL_TOO_LONG',
    'endMs',
    `The interval has ${row.endMs - row.startMs} ms, more than the ${INTERVAL_MAX_MS} of 31 days.`,
  );
}

function checkCount(fields: RecordFields, row: CheckedRow): RecordProblem | undefined {
  const count = integerOf(fields.count ?? 0);
  if (count === undefined) return notAnInteger('count', fields.count);
  const problem = checkDevices(fields.devices, row);
  if (problem !== undefined) return problem;
  if (row.deviceCount > 0) {
    if (row.node === '') return reject('DEVICES_WITHOUT_NODE', 'devices', `${row.deviceCount} devices are named, but no node.`);
    if (count !== 0 && count !== row.deviceCount)
      return reject('DEVICES_COUNT_DIFFERS', 'count', `count is ${shown(count)}, but ${row.deviceCount} devices are named.`);
    row.count = row.deviceCount;
    return undefined;
  }
  if (count < 1 || count > COUNT_MAX) return reject('COUNT_OUT_OF_RANGE', 'count', `count is ${shown(count)}, not 1 to ${COUNT_MAX}.`);
  row.count = Number(count);
  return undefined;
}

function checkGrade(fields: RecordFields, row: CheckedRow): RecordProblem | undefined {
  const kind = checkUtilisation(fields.utilisation, row);
  if (typeof kind !== 'number') return kind;
  const format = enumNumber(NUMBER_FORMATS, fields.format);
  if (format < 0) return enumProblem(NUMBER_FORMATS, 'format', fields.format);
  const evidence = enumNumber(EVIDENCES, fields.evidence);
  if (evidence < 0) return enumProblem(EVIDENCES, 'evidence', fields.evidence);
  const workload = enumNumber(WORKLOADS, fields.workload);
  if (workload < 0) return enumProblem(WORKLOADS, 'workload', fields.workload);
  const workloadEvidence = enumNumber(EVIDENCES, fields.workloadEvidence);
  if (workloadEvidence < 0) return enumProblem(EVIDENCES, 'workloadEvidence', fields.workloadEvidence);
  row.grade = grade(kind, format, evidence, workload, workloadEvidence);
  return undefined;
}
