/**
 * The hot path of the ledger: a walk over the bytes of a RecordColumns into typed arrays, without an object per record.
 * Everything that the fold relies on is checked here (lengths, places within the dictionary, ranges); bytes that are not
 * right throw MalformedEnvelope. An unknown field is malformed too: a column that is not understood must not be left out of a count.
 */
import { COUNT_MAX, type CorrectionTarget, DEVICES_MAX, INTERVAL_MAX_MS, RECORDS_MAX, type RecordColumns } from '@tidemark/domain';
import { COLUMN } from './columns-encoder.js';
import { MalformedEnvelope } from './malformed.js';
import { asBuffer, LENGTH_DELIMITED, WireReader } from './wire-reader.js';

/** Limits of the contract. The arithmetic of metering is exact within them, so nothing beyond may pass. */
const INDEX_LIMIT = RECORDS_MAX;
const COUNT_LIMIT = COUNT_MAX + 1;
const DURATION_LIMIT = INTERVAL_MAX_MS + 1;
const DEVICE_LIMIT = DEVICES_MAX;
const PPM_LIMIT = 1_000_001;
const GRADE_LIMIT = 4_096;
const KIND_LIMIT = 6;
/** Starts are below 2^51 ms, so that sums with durations stay exact. */
const START_LIMIT = 2 ** 51;

const malformed = (reason: string) => new MalformedEnvelope(`columns: ${reason}`);
const NO_BYTES = Buffer.alloc(0);

/** Decoded columns. When they are reused, their arrays may be longer than `length`: only the first `length` entries count. */
export class DecodedColumns implements RecordColumns {
  length = 0;
  index!: Uint16Array;
  account!: Uint32Array;
  cluster!: Uint32Array;
  accelerator!: Uint32Array;
  node!: Uint32Array;
  job!: Uint32Array;
  count!: Uint32Array;
  startMs!: Float64Array;
  endMs!: Float64Array;
  grade!: Uint16Array;
  ppm!: Uint32Array;
  deviceStart!: Uint32Array;
  devices = new Uint16Array(0);
  corrections = new Map<number, CorrectionTarget>();
  /** The bytes of all `names` entries, tags included: equal bytes mean an equal dictionary. A view of the message. */
  namesBytes: Buffer = NO_BYTES;
  /** Entries of the dictionary. */
  nameCount = 0;
  private decodedNames: string[] | undefined;

  constructor(capacity: number) {
    this.allocate(capacity);
  }

  /** The dictionary, decoded when first asked for. Throws MalformedEnvelope when it is not UTF-8. */
  get names(): string[] {
    this.decodedNames ??= this.nameCount === 0 ? [''] : decodeNames(this.namesBytes, this.nameCount);
    return this.decodedNames;
  }

  /** Makes room for `length` records and forgets what was decoded before. */
  restart(length: number): void {
    if (this.index.length < length) this.allocate(length);
    this.length = length;
    this.decodedNames = undefined;
    if (this.corrections.size > 0) this.corrections = new Map();
  }

  private allocate(capacity: number): void {
    this.index = new Uint16Array(capacity);
    this.account = new Uint32Array(capacity);
    this.cluster = new Uint32Array(capacity);
    this.accelerator = new Uint32Array(capacity);
    this.node = new Uint32Array(capacity);
    this.job = new Uint32Array(capacity);
    this.count = new Uint32Array(capacity);
    this.startMs = new Float64Array(capacity);
    this.endMs = new Float64Array(capacity);
    this.grade = new Uint16Array(capacity);
    this.ppm = new Uint32Array(capacity);
    this.deviceStart = new Uint32Array(capacity + 1);
  }
}

/**
 * Decodes canonical column bytes. With `reuse`, fills that instance (growing it when needed) and answers it: whatever was
 * decoded into it before is gone. No bytes are no records.
 */
export function decodeColumns(bytes: Uint8Array, reuse?: DecodedColumns): DecodedColumns {
  const reader = new WireReader(asBuffer(bytes), malformed);
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

function decodeNames(bytes: Buffer, count: number): string[] {
  const reader = new WireReader(bytes, malformed);
  const names = new Array<string>(count);
  for (let i = 0; i < count; i++) {
    reader.position++;
    names[i] = reader.text();
  }
  return names;
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
  const reader = new WireReader(message.bytes, malformed, message.position, end);
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

type Column = Uint32Array | Uint16Array | Float64Array;

function readOrZero(reader: WireReader, field: number, out: Uint32Array, n: number, limit: number): void {
  if (!readColumn(reader, field, out, n, limit)) out.fill(0, 0, n);
}

/** Reads the packed column when it comes next: exactly `n` integers below `limit`. False when it is absent. */
function readColumn(reader: WireReader, field: number, out: Column, n: number, limit: number): boolean {
  if (reader.bytes[reader.position] !== ((field << 3) | LENGTH_DELIMITED) || !reader.more()) return false;
  reader.position++;
  const length = reader.length();
  const end = reader.position + length;
  const right =
    length === n ? unpackBytes(reader.bytes, reader.position, out, n, limit) : unpack(reader.bytes, reader.position, end, out, n, limit);
  if (!right) reader.fail(`column ${field} does not hold ${n} integers below ${limit}`);
  reader.position = end;
  return true;
}

/** As many bytes as integers: each must be one byte. */
function unpackBytes(bytes: Buffer, from: number, out: Column, n: number, limit: number): boolean {
  let all = 0;
  let wrong = 0;
  for (let i = 0; i < n; i++) {
    const value = bytes[from + i]!;
    all |= value;
    wrong |= value < limit ? 0 : 1;
    out[i] = value;
  }
  return all < 128 && wrong === 0;
}

function unpack(bytes: Buffer, from: number, end: number, out: Column, n: number, limit: number): boolean {
  let at = from;
  for (let i = 0; i < n; i++) {
    if (at >= end) return false;
    let value = bytes[at++]!;
    if (value > 127) {
      let byte = bytes[at++]!;
      value = (value & 127) | ((byte & 127) << 7);
      if (byte > 127) {
        byte = bytes[at++]!;
        value |= (byte & 127) << 14;
        if (byte > 127) {
          byte = bytes[at++]!;
          value |= (byte & 127) << 21;
          if (byte > 127) {
            byte = bytes[at++]!;
            if (!(byte < 16)) return false;
            value += byte * 268_435_456;
          }
        }
      }
    }
    if (value >= limit) return false;
    out[i] = value;
  }
  return at === end;
}

/** Starts as zigzag differences, up to 2^52 in size, so mostly one to five bytes but sometimes eight. */
function readStarts(reader: WireReader, out: Float64Array, n: number): void {
  if (reader.bytes[reader.position] !== ((COLUMN.startDeltaMs << 3) | LENGTH_DELIMITED) || !reader.more()) {
    out.fill(0, 0, n);
    return;
  }
  reader.position++;
  const length = reader.length();
  const end = reader.position + length;
  if (!unpackStarts(reader.bytes, reader.position, end, out, n)) reader.fail(`starts do not hold ${n} times`);
  reader.position = end;
}

function unpackStarts(bytes: Buffer, from: number, end: number, out: Float64Array, n: number): boolean {
  let at = from;
  let start = 0;
  for (let i = 0; i < n; i++) {
    if (at >= end) return false;
    let byte = bytes[at++]!;
    let low = byte & 127;
    let scale = 128;
    // Up to 28 bits in an integer, the rest as a double: exact below 2^53.
    for (let shift = 7; byte > 127 && shift < 28; shift += 7) {
      byte = bytes[at++]!;
      low |= (byte & 127) << shift;
      scale *= 128;
    }
    let zigzag = low;
    for (let more = 0; byte > 127; more++) {
      if (more === 4) return false;
      byte = bytes[at++]!;
      zigzag += (byte & 127) * scale;
      scale *= 128;
    }
    start += low & 1 ? -(zigzag + 1) / 2 : zigzag / 2;
    if (!(start >= 0 && start < START_LIMIT)) return false;
    out[i] = start;
  }
  return at === end;
}
