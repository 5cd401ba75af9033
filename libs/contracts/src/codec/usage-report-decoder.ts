/**
 * A UsageReport in protobuf as a candidate for the check. Strict where a lenient parser would change a value in silence: a
 * known field of another wire type, or an integer cut to 32 bits. Unknown fields are passed over. Texts that repeat from
 * record to record (account, cluster, ...) are decoded once.
 */
import { emptyCandidate, isLaterVersion, RECORDS_MAX, type Refusal, type ReportCandidate, refuse } from '@tidemark/domain';
import { MalformedProtobuf } from './malformed.js';
import { RecordDecoder } from './usage-record-decoder.js';
import { asBuffer, LENGTH_DELIMITED, VARINT, WireReader } from './wire-reader.js';

const malformed = (reason: string) => new MalformedProtobuf(reason);

/** The candidate, or MALFORMED_PROTOBUF, or TOO_MANY_RECORDS (before any of them is decoded). */
export function decodeUsageReport(bytes: Uint8Array): { candidate: ReportCandidate } | { refused: Refusal } {
  try {
    return read(new WireReader(asBuffer(bytes), malformed));
  } catch (error) {
    if (error instanceof MalformedProtobuf) return refuse('MALFORMED_PROTOBUF', '', `The bytes are not a usage report: ${error.message}.`);
    throw error;
  }
}

function read(reader: WireReader): { candidate: ReportCandidate } | { refused: Refusal } {
  const candidate = emptyCandidate();
  const ranges: number[] = [];
  while (reader.more()) {
    const tag = reader.tag();
    readField(reader, tag >>> 3, tag & 7, candidate, ranges);
  }
  if (isLaterVersion(candidate.schemaVersion)) return { candidate };
  const count = ranges.length / 2;
  if (count > RECORDS_MAX) return refuse('TOO_MANY_RECORDS', 'records', `The report has ${count} records, more than ${RECORDS_MAX}.`);
  const decoder = new RecordDecoder(reader.bytes, malformed);
  const records = new Array<unknown>(count);
  for (let i = 0; i < count; i++) records[i] = decoder.decode(ranges[2 * i]!, ranges[2 * i + 1]!);
  candidate.records = records;
  return { candidate };
}

const WIRE_TYPES = [-1, LENGTH_DELIMITED, VARINT, VARINT, VARINT, LENGTH_DELIMITED, LENGTH_DELIMITED, VARINT];

/** Records are only noted by their range: whether they can be read depends on the version, which comes last. */
function readField(reader: WireReader, field: number, wireType: number, candidate: ReportCandidate, ranges: number[]): void {
  const expected = WIRE_TYPES[field];
  if (expected === undefined) {
    reader.skip(wireType);
    return;
  }
  reader.expect(wireType, expected, `field ${field}`);
  if (field === 1) candidate.source = looseText(reader);
  else if (field === 2) candidate.epoch = reader.unsigned();
  else if (field === 3) candidate.sequence = reader.unsigned();
  else if (field === 4) candidate.producedAtMs = reader.signed();
  else if (field === 5) ranges.push(reader.skipped(), reader.position);
  else if (field === 6) candidate.signature = readSignature(reader, candidate.signature);
  else candidate.schemaVersion = reader.unsigned();
}

function readSignature(outer: WireReader, before: unknown): { algorithm: string; value: Uint8Array } {
  const start = outer.skipped();
  const reader = new WireReader(outer.bytes, malformed, start, outer.position);
  const signature = { algorithm: '', value: new Uint8Array(0) as Uint8Array, ...(before as object | undefined) };
  while (reader.more()) {
    const tag = reader.tag();
    if (tag >>> 3 === 1 || tag >>> 3 === 2) reader.expect(tag & 7, LENGTH_DELIMITED, 'a field of signature');
    if (tag >>> 3 === 1) signature.algorithm = looseText(reader);
    else if (tag >>> 3 === 2) signature.value = Uint8Array.from(reader.view());
    else reader.skip(tag & 7);
  }
  return signature;
}

const looseText = (reader: WireReader): string => {
  const start = reader.skipped();
  return reader.looseText(start);
};
