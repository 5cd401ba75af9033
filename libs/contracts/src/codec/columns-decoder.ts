/**
 * The hot path of the ledger: a walk over the bytes of a RecordColumns into typed arrays, without an object per record.
 * Everything that the fold relies on is checked here (lengths, places within the dictionary, ranges); bytes that are not
 * right throw MalformedEnvelope. An unknown field is malformed too: a column that is not understood must not be left out of a count.
 */
import { COUNT_MAX, type CorrectionTarget, DEVICES_MAX, INTERVAL_MAX_MS, RECORDS_MAX } from '@tidemark/domain';
import { COLUMN } from './columns-encoder.js';
import { DecodedColumns, malformedColumns } from './decoded-columns.js';
import { readColumn, readOrZero, readStarts } from './packed-column.js';
import { asBuffer, LENGTH_DELIMITED, WireReader } from './wire-reader.js';

/** Limits of the contract. The arithmetic of metering is exact within them, so nothing beyond may pass. */
const INDEX_LIMIT = RECORDS_MAX;
const COUNT_LIMIT = COUNT_MAX + 1;
const DURATION_LIMIT = INTERVAL_MAX_MS + 1;
const DEVICE_LIMIT = DEVICES_MAX;
const PPM_LIMIT = 1_000_001;
const GRADE_LIMIT = 4_096;
const KIND_LIMIT = 6;

const NO_BYTES = Buffer.alloc(0);

/**
 * Decodes canonical column bytes. With `reuse`, fills that instance (growing it when needed) and answers it: whatever was
 * decoded into it before is gone. No bytes are no records.
 */
export function decodeColumns(bytes: Uint8Array, reuse?: DecodedColumns): DecodedColumns {
  const reader = new WireReader(asBuffer(bytes), malformedColumns);
  const n = reader.more() ? readLength(reader) : 0;
  const into = reuse ?? new DecodedColumns(n);
  into.restart(n);
  if (n === 0) {
    into.namesBytes = NO_BYTES;
    into.nameCount = 0;
    into.deviceStart[0] = 0;
    return into;
  }
  readNames(reader, into);
  readPlaces(reader, into);
  readTimes(reader, into);
  readGrades(reader, into);
  readDevices(reader, into);
  readCorrections(reader, into);
  requireSubstance(reader, into);
  if (reader.more()) reader.fail('unknown field, or fields out of order,');
  return into;
}

function readLength(reader: WireReader): number {
  if (reader.tag() !== COLUMN.length << 3) reader.fail('no length');
  const length = reader.uint32();
  if (length < 1 || length > RECORDS_MAX) reader.fail(`length ${length}`);
  return length;
}

const NAMES_TAG = (COLUMN.names << 3) | LENGTH_DELIMITED;

function readNames(reader: WireReader, into: DecodedColumns): void {
  const start = reader.position;
  let count = 0;
  while (reader.more() && reader.bytes[reader.position] === NAMES_TAG) {
    reader.position++;
    const from = reader.skipped();
    if (count++ === 0 && reader.position !== from) reader.fail('the first name is not empty');
  }
  if (count === 0) reader.fail('no names');
  into.namesBytes = reader.bytes.subarray(start, reader.position);
  into.nameCount = count;
}

function readPlaces(reader: WireReader, into: DecodedColumns): void {
  const { length: n, nameCount } = into;
  if (!readColumn(reader, COLUMN.index, into.index, n, INDEX_LIMIT)) for (let i = 0; i < n; i++) into.index[i] = i;
  else for (let i = 1; i < n; i++) if (into.index[i]! <= into.index[i - 1]!) reader.fail('indices do not rise');
  readOrZero(reader, COLUMN.account, into.account, n, nameCount);
  readOrZero(reader, COLUMN.cluster, into.cluster, n, nameCount);
  readOrZero(reader, COLUMN.accelerator, into.accelerator, n, nameCount);
  readOrZero(reader, COLUMN.node, into.node, n, nameCount);
  readOrZero(reader, COLUMN.job, into.job, n, nameCount);
  readOrZero(reader, COLUMN.count, into.count, n, COUNT_LIMIT);
}

function readTimes(reader: WireReader, into: DecodedColumns): void {
  const { length: n, startMs, endMs } = into;
  readStarts(reader, startMs, n);
  if (!readColumn(reader, COLUMN.durationMs, endMs, n, DURATION_LIMIT)) endMs.fill(0, 0, n);
  for (let i = 0; i < n; i++) endMs[i]! += startMs[i]!;
}

function readGrades(reader: WireReader, into: DecodedColumns): void {
  const { length: n, grade } = into;
  if (!readColumn(reader, COLUMN.grade, grade, n, GRADE_LIMIT)) grade.fill(0, 0, n);
  for (let i = 0; i < n; i++) if ((grade[i]! & 7) >= KIND_LIMIT) reader.fail('unknown kind of utilisation');
  readOrZero(reader, COLUMN.utilisationPpm, into.ppm, n, PPM_LIMIT);
}

function readDevices(reader: WireReader, into: DecodedColumns): void {
  const { length: n, deviceStart } = into;
  if (!readColumn(reader, COLUMN.deviceCount, deviceStart, n, DEVICE_LIMIT + 1)) {
    deviceStart.fill(0, 0, n + 1);
    return;
  }
  let total = 0;
  for (let i = 0; i < n; i++) {
    const count = deviceStart[i]!;
    deviceStart[i] = total;
    total += count;
  }
  deviceStart[n] = total;
  if (into.devices.length < total) into.devices = new Uint16Array(total);
  if (!readColumn(reader, COLUMN.devices, into.devices, total, DEVICE_LIMIT)) reader.fail('no devices');
  requireAscending(reader, into);
}

function requireAscending(reader: WireReader, { length: n, deviceStart, devices }: DecodedColumns): void {
  for (let i = 0; i < n; i++) {
    const end = deviceStart[i + 1]!;
    for (let d = deviceStart[i]! + 1; d < end; d++) if (devices[d]! <= devices[d - 1]!) reader.fail('devices do not rise');
  }
}

function readCorrections(reader: WireReader, into: DecodedColumns): void {
  const tag = (COLUMN.corrections << 3) | LENGTH_DELIMITED;
  let above = -1;
  while (reader.more()) {
    if (reader.tag() !== tag) reader.fail('unknown field, or fields out of order,');
    const end = reader.length() + reader.position;
    const row = readCorrection(reader, end, into);
    if (row <= above) reader.fail('corrections do not rise');
    above = row;
  }
}

function readCorrection(message: WireReader, end: number, into: DecodedColumns): number {
  const reader = new WireReader(message.bytes, malformedColumns, message.position, end);
  const target: CorrectionTarget = { epoch: 0, sequence: 0n, index: 0, void: false };
  let row = 0;
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 1 << 3) row = reader.uint32();
    else if (tag === 2 << 3) target.epoch = reader.uint32();
    else if (tag === 3 << 3) target.sequence = reader.bigint();
    else if (tag === 4 << 3) target.index = reader.uint32();
    else if (tag === 5 << 3) target.void = reader.uint32() !== 0;
    else reader.fail('unknown field of a correction');
  }
  if (row >= into.length) reader.fail(`correction of row ${row}`);
  message.position = end;
  into.corrections.set(row, target);
  return row;
}

/** Only a void has no account, compute cluster, count or time. */
function requireSubstance(reader: WireReader, { length: n, account, cluster, count, startMs, endMs, corrections }: DecodedColumns): void {
  for (let i = 0; i < n; i++) {
    if (account[i] !== 0 && cluster[i] !== 0 && count[i] !== 0 && endMs[i]! > startMs[i]!) continue;
    if (!corrections.get(i)?.void) reader.fail(`row ${i} has no account, compute cluster, count or time, and is no void,`);
  }
}
