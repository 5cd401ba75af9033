import { create, fromJson, toBinary } from '@bufbuild/protobuf';
import { candidateFromJson, checkReport, type ReportCandidate } from '@tidemark/domain';
import fc from 'fast-check';
import { NOW, reportJson } from '../fixtures/report.arbitrary.js';
import { UsageReportSchema } from '../messages/usage.js';
import { encodeColumns } from './columns-encoder.js';
import { contentHash } from './content-hash.js';
import { decodeUsageReport } from './usage-report-decoder.js';

function candidateOf(read: { candidate: ReportCandidate } | object): ReportCandidate {
  if (!('candidate' in read)) throw new Error(JSON.stringify(read));
  return read.candidate;
}

const checked = (read: { candidate: ReportCandidate } | object) => {
  const result = checkReport(candidateOf(read), { nowMs: NOW });
  if (!('report' in result)) throw new Error(JSON.stringify(result));
  return result.report;
};

const encode = (json: unknown) => toBinary(UsageReportSchema, fromJson(UsageReportSchema, JSON.parse(JSON.stringify(json))));
const field = (number: number, wireType: number, ...payload: number[]) => Buffer.from([(number << 3) | wireType, ...payload]);
const record = (...fields: Buffer[]) =>
  field(
    5,
    2,
    fields.reduce((sum, { length }) => sum + length, 0),
    ...Buffer.concat(fields),
  );
const head = Buffer.concat([field(1, 2, 1, 0x6d), field(2, 0, 1), field(3, 0, 1)]);
const code = (bytes: Uint8Array) => {
  const read = decodeUsageReport(bytes);
  return 'refused' in read ? read.refused.code : undefined;
};

describe('a usage report in protobuf', () => {
  it('is the same report as in JSON: verdicts, columns and content hash', () => {
    fc.assert(
      fc.property(reportJson, (json) => {
        const fromProtobuf = checked(decodeUsageReport(encode(json)));
        const fromText = checked(candidateFromJson(json));
        expect(fromProtobuf).toEqual(fromText);
        expect(contentHash(encodeColumns(fromProtobuf.columns))).toEqual(contentHash(encodeColumns(fromText.columns)));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps its signature and its times to the last digit', () => {
    const message = create(UsageReportSchema, {
      source: 'm',
      epoch: 1,
      sequence: 2n ** 64n - 1n,
      producedAtMs: BigInt(NOW),
      records: [{}],
      schemaVersion: 1,
      signature: { algorithm: 'Ed25519', value: new Uint8Array(64).fill(7) },
    });
    expect(checked(decodeUsageReport(toBinary(UsageReportSchema, message)))).toMatchObject({
      sequence: 18446744073709551615n,
      producedAtMs: NOW,
      signature: { algorithm: 'Ed25519', value: new Uint8Array(64).fill(7) },
    });
  });

  it('is refused with a code when a known field has another wire type', () => {
    for (const bytes of [
      field(1, 0, 5),
      field(2, 2, 0),
      field(3, 5, 0, 0, 0, 0),
      field(5, 0, 1),
      record(field(1, 0, 1)),
      record(field(4, 2, 0)),
      record(field(8, 5, 0, 0, 0, 0)),
      record(field(9, 2, 2, 0x0a, 0)),
      record(field(14, 2, 2, 0x12, 0)),
    ])
      expect(code(Buffer.concat([head, bytes]))).toBe('MALFORMED_PROTOBUF');
  });

  it('is refused with a code when it is cut short, has a bad tag or a group', () => {
    for (const bytes of [
      field(1, 2, 5, 0x6d),
      field(5, 2, 3, 0x0a),
      record(field(5, 0, 0x80)),
      field(0, 0, 0),
      field(12, 3),
      field(12, 6),
      Buffer.from([0xff]),
      field(2, 0, ...new Array(10).fill(0xff), 1),
    ])
      expect(code(Buffer.concat([head, bytes]))).toBe('MALFORMED_PROTOBUF');
  });

  it('passes over fields that it does not know, in the report and in its records', () => {
    const known = record(field(1, 2, 1, 0x61));
    const unknown = record(field(1, 2, 1, 0x61), Buffer.from([0x82, 0x01, 1, 9]), Buffer.from([0x8d, 0x01, 1, 2, 3, 4]));
    expect(candidateOf(decodeUsageReport(Buffer.concat([head, unknown, field(9, 2, 1, 9), field(10, 1, 1, 2, 3, 4, 5, 6, 7, 8)])))).toEqual(
      candidateOf(decodeUsageReport(Buffer.concat([head, known]))),
    );
  });

  it('takes devices packed or one by one, and the last of a field that comes twice', () => {
    const apart = record(
      field(8, 0, 3),
      field(8, 0, 1),
      field(4, 0, 9),
      field(4, 0, 2),
      field(9, 2, 2, 8, 4),
      field(9, 2, 3, 0x12, 1, 0x31),
    );
    const packed = record(field(8, 2, 2, 3, 1), field(4, 0, 2), field(9, 2, 5, 8, 4, 0x12, 1, 0x31));
    expect(candidateOf(decodeUsageReport(Buffer.concat([head, apart])))).toEqual(
      candidateOf(decodeUsageReport(Buffer.concat([head, packed]))),
    );
  });

  it('never cuts an integer to 32 bits: the record is rejected for its range', () => {
    const right = [
      field(1, 2, 1, 0x61),
      field(2, 2, 1, 0x63),
      field(5, 0, ...varint(BigInt(NOW - 1_000))),
      field(6, 0, ...varint(BigInt(NOW))),
    ];
    const tooMany = record(...right, field(4, 0, ...varint(2n ** 32n + 8n)));
    const negative = record(...right, field(4, 0, 8), field(11, 0, ...varint(2n ** 64n - 1n)));
    const report = checked(decodeUsageReport(Buffer.concat([head, tooMany, negative])));
    expect(report.rejected).toMatchObject([
      { index: 0, code: 'COUNT_OUT_OF_RANGE' },
      { index: 1, code: 'ENUM_UNKNOWN', field: 'evidence' },
    ]);
  });

  it('costs only the record a text that is not UTF-8', () => {
    const report = checked(decodeUsageReport(Buffer.concat([head, record(field(1, 2, 2, 0xc3, 0x28), field(2, 2, 1, 0x63))])));
    expect(report.rejected).toMatchObject([{ index: 0, code: 'ID_NOT_WELL_FORMED', field: 'account' }]);
  });

  it('is counted before it is decoded: too many records, or too many devices, cost no memory', () => {
    expect(code(Buffer.concat([head, ...new Array(5_001).fill(record())]))).toBe('TOO_MANY_RECORDS');
    const devices = record(field(1, 2, 1, 0x61), ...new Array(3_000).fill(field(8, 0, 1)));
    const long = Buffer.concat([head, Buffer.from([0x2a, ...varint(6_003n)]), devices.subarray(devices.length - 6_003)]);
    const kept = (candidateOf(decodeUsageReport(long)).records as { devices: number[] }[])[0]!.devices;
    expect(kept).toHaveLength(1_025);
  });

  it('of a later schema version is not looked into', () => {
    const later = Buffer.concat([head, field(7, 0, 2), field(5, 2, 1, 0xff)]);
    expect(checkReport(candidateOf(decodeUsageReport(later)), { nowMs: NOW })).toEqual({
      opaque: { source: 'm', epoch: 1, sequence: 1n, schemaVersion: 2 },
    });
  });

  it('never throws, whatever bytes come', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), reportJson.map(encode)), fc.nat(), fc.nat(255), (bytes, at, value) => {
        const changed = Buffer.from(bytes);
        if (changed.length > 0) changed[at % changed.length] = value;
        const read = decodeUsageReport(changed);
        if ('candidate' in read) checkReport(read.candidate, { nowMs: NOW });
      }),
      { numRuns: 2_000 },
    );
  });
});

function varint(value: bigint): number[] {
  return value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];
}
