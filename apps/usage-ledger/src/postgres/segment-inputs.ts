/**
 * What came in for one segment: encoded ReportEnvelopes, each behind its length as uint32 little-endian, all under one zstd.
 * The slot of an envelope is its number in the segment, from 0. The bytes are kept exactly as they stood in the log,
 * because a content hash is over a part of them.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const LENGTH_BYTES = 4;

export function encodeSegmentInputs(envelopes: readonly Uint8Array[]): Buffer {
  const total = envelopes.reduce((sum, envelope) => sum + LENGTH_BYTES + envelope.length, 0);
  const bytes = Buffer.allocUnsafe(total);
  let at = 0;
  for (const envelope of envelopes) {
    bytes.writeUInt32LE(envelope.length, at);
    bytes.set(envelope, at + LENGTH_BYTES);
    at += LENGTH_BYTES + envelope.length;
  }
  return zstdCompressSync(bytes);
}

/** The envelopes in the order of their slots, as views on one buffer. Throws when the bytes are cut short. */
export function decodeSegmentInputs(packed: Uint8Array): Buffer[] {
  const bytes = zstdDecompressSync(packed);
  const envelopes: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = at + LENGTH_BYTES <= bytes.length ? at + LENGTH_BYTES + bytes.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) throw new Error(`segment inputs: envelope ${envelopes.length} is cut short`);
    envelopes.push(bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return envelopes;
}
