import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { ReportEnvelopeSchema } from '../messages/usage.js';
import type { Envelope } from './envelope.js';
import { decodeEnvelope } from './envelope-decoder.js';
import { encodeEnvelope } from './envelope-encoder.js';
import { MalformedEnvelope } from './malformed.js';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const uint64 = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n });
const milliseconds = fc.integer({ min: 0, max: 253_402_300_799_999 });
const bytes = fc.uint8Array({ maxLength: 60 });
const envelope: fc.Arbitrary<Envelope> = fc.record(
  {
    provider: text,
    source: text,
    epoch: fc.integer({ min: 1, max: 4_294_967_295 }),
    sequence: uint64,
    receivedAtMs: milliseconds,
    producedAtMs: milliseconds,
    contentHash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    origin: fc.record({ stream: text, offset: fc.oneof(uint64, fc.constant(0n)) }),
    recordCount: fc.nat(5_000),
    rejected: fc.array(fc.record({ index: fc.nat(4_999), code: text, field: fc.string() }), { maxLength: 3 }),
    columns: bytes,
    schemaVersion: fc.integer({ min: 1, max: 4_294_967_295 }),
    opaque: bytes,
    opaqueContentType: fc.string(),
    door: fc.constantFrom('http', 'grpc', 'cloudevents', 'kafka'),
    signature: fc.record({ algorithm: text, value: bytes }),
  },
  {
    requiredKeys: [
      'provider',
      'source',
      'epoch',
      'sequence',
      'receivedAtMs',
      'producedAtMs',
      'contentHash',
      'origin',
      'recordCount',
      'rejected',
      'columns',
      'schemaVersion',
      'opaque',
      'opaqueContentType',
      'door',
    ],
  },
);

/** With plain arrays for bytes, so that a view, a copy and a Buffer compare equal. */
const plain = (from: Envelope) => ({
  ...from,
  contentHash: [...from.contentHash],
  columns: [...from.columns],
  opaque: [...from.opaque],
  ...(from.signature && { signature: { ...from.signature, value: [...from.signature.value] } }),
});

const generated = (from: Envelope) =>
  create(ReportEnvelopeSchema, { ...from, receivedAtMs: BigInt(from.receivedAtMs), producedAtMs: BigInt(from.producedAtMs) } as object);

describe('an envelope', () => {
  it('comes back as it went in, and is written and read as the generated code does', () => {
    fc.assert(
      fc.property(envelope, (given) => {
        const written = encodeEnvelope(given);
        expect(Buffer.compare(written, toBinary(ReportEnvelopeSchema, generated(given)))).toBe(0);
        expect(plain(decodeEnvelope(written))).toEqual(plain(given));
        expect(fromBinary(ReportEnvelopeSchema, written)).toEqual(generated(given));
      }),
      { numRuns: 500 },
    );
  });

  it('is read also with fields that came later', () => {
    fc.assert(
      fc.property(envelope, (given) => {
        const later = Buffer.concat([encodeEnvelope(given), Buffer.from([0x9a, 0x06, 3, 1, 2, 3]), Buffer.from([0xa0, 0x06, 5])]);
        expect(plain(decodeEnvelope(later))).toEqual(plain(given));
      }),
    );
  });

  it('without what identifies it is malformed', () => {
    fc.assert(
      fc.property(envelope, (given) => {
        const without: Partial<Envelope>[] = [
          { provider: '' },
          { source: '' },
          { epoch: 0 },
          { sequence: 0n },
          { schemaVersion: 0 },
          { contentHash: new Uint8Array(31) },
          { origin: { stream: '', offset: 4n } },
        ];
        for (const change of without) expect(() => decodeEnvelope(encodeEnvelope({ ...given, ...change }))).toThrow(MalformedEnvelope);
      }),
      { numRuns: 20 },
    );
  });

  it('is malformed with an integer above its range, which is never cut off', () => {
    const [given] = fc.sample(envelope, 1) as [Envelope];
    const written = encodeEnvelope(given);
    const above32Bits = [0x81, 0x80, 0x80, 0x80, 0x10];
    const above53Bits = [0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10];
    for (const field of [3, 9, 12])
      expect(() => decodeEnvelope(Buffer.concat([written, Buffer.from([field << 3, ...above32Bits])]))).toThrow(MalformedEnvelope);
    for (const field of [5, 6])
      expect(() => decodeEnvelope(Buffer.concat([written, Buffer.from([field << 3, ...above53Bits])]))).toThrow(MalformedEnvelope);
  });

  it('gives MalformedEnvelope and nothing else for bytes that were changed or cut', () => {
    fc.assert(
      fc.property(envelope, fc.nat(), fc.nat(255), fc.nat(5), (given, at, value, cut) => {
        const written = encodeEnvelope(given);
        written[at % written.length] = value;
        try {
          decodeEnvelope(written.subarray(0, written.length - cut));
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedEnvelope);
          expect(error).toMatchObject({ code: 'MALFORMED_ENVELOPE', retryable: false });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
