import { ENVELOPE, type Envelope } from './envelope.js';
import { WireWriter } from './wire-writer.js';

const writer = new WireWriter();
const inner = new WireWriter();

/** The bytes of an envelope, fields in ascending order, defaults left out: the same as the generated encoder writes. */
export function encodeEnvelope(envelope: Envelope): Buffer {
  writer.start();
  writer.text(ENVELOPE.provider, envelope.provider);
  writer.text(ENVELOPE.source, envelope.source);
  writer.uint(ENVELOPE.epoch, envelope.epoch);
  writer.uint64(ENVELOPE.sequence, envelope.sequence);
  writer.uint(ENVELOPE.receivedAtMs, envelope.receivedAtMs);
  writer.uint(ENVELOPE.producedAtMs, envelope.producedAtMs);
  writer.bytesField(ENVELOPE.contentHash, envelope.contentHash);
  writeOrigin(envelope);
  writer.uint(ENVELOPE.recordCount, envelope.recordCount);
  writeRejected(envelope);
  writer.bytesField(ENVELOPE.columns, envelope.columns);
  writer.uint(ENVELOPE.schemaVersion, envelope.schemaVersion);
  writer.bytesField(ENVELOPE.opaque, envelope.opaque);
  writer.text(ENVELOPE.opaqueContentType, envelope.opaqueContentType);
  writer.text(ENVELOPE.door, envelope.door);
  writeSignature(envelope);
  return writer.finish();
}

function writeOrigin({ origin }: Envelope): void {
  inner.start();
  inner.text(1, origin.stream);
  inner.uint64(2, origin.offset);
  writer.message(ENVELOPE.origin, inner.finish());
}

function writeRejected({ rejected }: Envelope): void {
  for (const record of rejected) {
    inner.start();
    inner.uint(1, record.index);
    inner.text(2, record.code);
    inner.text(3, record.field);
    writer.message(ENVELOPE.rejected, inner.finish());
  }
}

function writeSignature({ signature }: Envelope): void {
  if (signature === undefined) return;
  inner.start();
  inner.text(1, signature.algorithm);
  inner.bytesField(2, signature.value);
  writer.message(ENVELOPE.signature, inner.finish());
}
