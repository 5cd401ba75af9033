import { ENVELOPE, type Envelope, type EnvelopeSignature, type RejectedRecord } from './envelope.js';
import { MalformedEnvelope } from './malformed.js';
import { asBuffer, LENGTH_DELIMITED, VARINT, WireReader } from './wire-reader.js';

const malformed = (reason: string) => new MalformedEnvelope(`envelope: ${reason}`);
const NO_BYTES = Buffer.alloc(0);
const HASH_BYTES = 32;

/**
 * Decodes one message of usage.reports.v1. Byte fields are views of the message, not copies. Unknown fields are passed
 * over, as protobuf does. Throws MalformedEnvelope when a field is not what it should be or an indispensable one is missing.
 */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  const reader = new WireReader(asBuffer(bytes), malformed);
  const envelope: Envelope = {
    provider: '',
    source: '',
    epoch: 0,
    sequence: 0n,
    receivedAtMs: 0,
    producedAtMs: 0,
    contentHash: NO_BYTES,
    origin: { stream: '', offset: 0n },
    recordCount: 0,
    rejected: [],
    columns: NO_BYTES,
    schemaVersion: 0,
    opaque: NO_BYTES,
    opaqueContentType: '',
    door: '',
  };
  while (reader.more()) {
    const tag = reader.tag();
    readField(reader, tag >>> 3, tag & 7, envelope);
  }
  requireIdentity(envelope);
  return envelope;
}

function readField(reader: WireReader, field: number, wireType: number, envelope: Envelope): void {
  if (field > ENVELOPE.signature) {
    reader.skip(wireType);
    return;
  }
  reader.expect(wireType, isVarint(field) ? VARINT : LENGTH_DELIMITED, `field ${field}`);
  switch (field) {
    case ENVELOPE.provider:
      envelope.provider = reader.text();
      return;
    case ENVELOPE.source:
      envelope.source = reader.text();
      return;
    case ENVELOPE.epoch:
      envelope.epoch = reader.uint32();
      return;
    case ENVELOPE.sequence:
      envelope.sequence = reader.bigint();
      return;
    case ENVELOPE.receivedAtMs:
      envelope.receivedAtMs = reader.safeInteger();
      return;
    case ENVELOPE.producedAtMs:
      envelope.producedAtMs = reader.safeInteger();
      return;
    case ENVELOPE.contentHash:
      envelope.contentHash = reader.view();
      return;
    case ENVELOPE.origin:
      readOrigin(within(reader), envelope);
      return;
    case ENVELOPE.recordCount:
      envelope.recordCount = reader.uint32();
      return;
    case ENVELOPE.rejected:
      envelope.rejected.push(readRejected(within(reader)));
      return;
    case ENVELOPE.columns:
      envelope.columns = reader.view();
      return;
    case ENVELOPE.schemaVersion:
      envelope.schemaVersion = reader.uint32();
      return;
    case ENVELOPE.opaque:
      envelope.opaque = reader.view();
      return;
    case ENVELOPE.opaqueContentType:
      envelope.opaqueContentType = reader.text();
      return;
    case ENVELOPE.door:
      envelope.door = reader.text();
      return;
    default:
      envelope.signature = readSignature(within(reader));
  }
}

const isVarint = (field: number): boolean =>
  (field >= ENVELOPE.epoch && field <= ENVELOPE.producedAtMs) || field === ENVELOPE.recordCount || field === ENVELOPE.schemaVersion;

/** A reader of the nested message that comes next, which the outer reader passes over. */
function within(reader: WireReader): WireReader {
  const start = reader.skipped();
  return new WireReader(reader.bytes, malformed, start, reader.position);
}

function readOrigin(reader: WireReader, { origin }: Envelope): void {
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === ((1 << 3) | LENGTH_DELIMITED)) origin.stream = reader.text();
    else if (tag === ((2 << 3) | VARINT)) origin.offset = reader.bigint();
    else reader.skip(tag & 7);
  }
}

function readRejected(reader: WireReader): RejectedRecord {
  const record: RejectedRecord = { index: 0, code: '', field: '' };
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === ((1 << 3) | VARINT)) record.index = reader.uint32();
    else if (tag === ((2 << 3) | LENGTH_DELIMITED)) record.code = reader.text();
    else if (tag === ((3 << 3) | LENGTH_DELIMITED)) record.field = reader.text();
    else reader.skip(tag & 7);
  }
  return record;
}

function readSignature(reader: WireReader): EnvelopeSignature {
  const signature: EnvelopeSignature = { algorithm: '', value: NO_BYTES };
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === ((1 << 3) | LENGTH_DELIMITED)) signature.algorithm = reader.text();
    else if (tag === ((2 << 3) | LENGTH_DELIMITED)) signature.value = reader.view();
    else reader.skip(tag & 7);
  }
  return signature;
}

/** Without these the ledger could neither attribute a submission nor tell it from another. */
function requireIdentity(envelope: Envelope): void {
  if (envelope.provider === '' || envelope.source === '') throw malformed('no provider or source');
  if (envelope.epoch === 0 || envelope.sequence === 0n) throw malformed('no epoch or sequence');
  if (envelope.origin.stream === '') throw malformed('no origin');
  if (envelope.contentHash.length !== HASH_BYTES) throw malformed('no content hash');
  if (envelope.schemaVersion === 0) throw malformed('no schema version');
}
