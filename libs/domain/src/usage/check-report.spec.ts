import { checkReport } from './check-report.js';
import { REFUSALS, type RefusalCode } from './refusals.js';
import { REJECTIONS, type RejectionCode } from './rejections.js';
import { candidateFromJson } from './report-candidate.js';

const NOW = Date.UTC(2026, 0, 15, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const right = { account: 'a', cluster: 'c', count: 8, startMs: NOW - HOUR, endMs: NOW };
const report = { source: 'meter', epoch: 1, sequence: 2, records: [right] as unknown };

function check(json: unknown) {
  const read = candidateFromJson(json);
  return 'refused' in read ? read : checkReport(read.candidate, { nowMs: NOW });
}

function accepted(json: unknown) {
  const result = check(json);
  if (!('report' in result)) throw new Error(JSON.stringify(result));
  return result.report;
}

const rejectionOf = (record: unknown) => accepted({ ...report, records: [right, record] }).rejected[0];
const utilisation = (kind: unknown, value?: unknown) => ({ ...right, utilisation: { kind, value } });

/** One bad record a rule: nothing else is wrong with it. */
const REJECTED: [RejectionCode, string, unknown][] = [
  ['RECORD_NOT_AN_OBJECT', '', 'x'],
  ['RECORD_NOT_AN_OBJECT', '', null],
  ['RECORD_NOT_AN_OBJECT', '', []],
  ['UNKNOWN_FIELD', 'acelerator', { ...right, acelerator: 'H100' }],
  ['UNKNOWN_FIELD', '__proto__', JSON.parse(JSON.stringify(right).replace('{', '{"__proto__":1,'))],
  ['UNKNOWN_FIELD', 'utilisation.knid', { ...right, utilisation: { knid: 'OFU', value: '0.4' } }],
  ['UNKNOWN_FIELD', 'correction.seq', { ...right, correction: { epoch: 1, seq: 1 } }],
  ['FIELD_TWICE', 'startMs', { ...right, start_ms: NOW - HOUR }],
  ['WRONG_TYPE', 'account', { ...right, account: 5 }],
  ['WRONG_TYPE', 'node', { ...right, node: ['n'] }],
  ['WRONG_TYPE', 'count', { ...right, count: 1.5 }],
  ['WRONG_TYPE', 'count', { ...right, count: 'eight' }],
  ['WRONG_TYPE', 'startMs', { ...right, startMs: '2026-01-15T12:00:00Z' }],
  ['WRONG_TYPE', 'endMs', { ...right, endMs: true }],
  ['WRONG_TYPE', 'devices', { ...right, node: 'n', count: 0, devices: 3 }],
  ['WRONG_TYPE', 'devices', { ...right, node: 'n', count: 0, devices: [null] }],
  ['WRONG_TYPE', 'utilisation', { ...right, utilisation: 0.4 }],
  ['WRONG_TYPE', 'utilisation.value', utilisation('OFU', false)],
  ['WRONG_TYPE', 'evidence', { ...right, evidence: {} }],
  ['WRONG_TYPE', 'correction.void', { ...right, correction: { epoch: 1, sequence: 1, void: 'yes' } }],
  ['INTEGER_INEXACT', 'correction.sequence', { ...right, correction: { epoch: 1, sequence: 2 ** 60 } }],
  ['ACCOUNT_MISSING', 'account', { ...right, account: '' }],
  ['ACCOUNT_MISSING', 'account', { ...right, account: null }],
  ['CLUSTER_MISSING', 'cluster', { ...right, cluster: undefined }],
  ['ID_TOO_LONG', 'accelerator', { ...right, accelerator: 'x'.repeat(129) }],
  ['ID_NOT_WELL_FORMED', 'job', { ...right, job: '\udc00' }],
  ['ID_NOT_NFC', 'account', { ...right, account: 'u\u0308' }],
  ['ID_HAS_CONTROL_CHARACTER', 'cluster', { ...right, cluster: 'a\nb' }],
  ['ID_HAS_OUTER_SPACE', 'node', { ...right, node: 'n ' }],
  ['START_BEFORE_2010', 'startMs', { ...right, startMs: undefined }],
  ['START_BEFORE_2010', 'startMs', { ...right, startMs: 1_262_303_999_999, endMs: 1_262_304_000_001 }],
  ['START_IN_FUTURE', 'startMs', { ...right, startMs: NOW + 600_001, endMs: NOW + 600_002 }],
  ['START_IN_FUTURE', 'startMs', { ...right, startMs: '99999999999999999999' }],
  ['END_NOT_AFTER_START', 'endMs', { ...right, endMs: right.startMs }],
  ['END_NOT_AFTER_START', 'endMs', { ...right, endMs: undefined }],
  ['END_IN_FUTURE', 'endMs', { ...right, endMs: NOW + 600_001 }],
  ['INTERVAL_TOO_LONG', 'endMs', { ...right, startMs: NOW - 31 * DAY - 1 }],
  ['COUNT_OUT_OF_RANGE', 'count', { ...right, count: undefined }],
  ['COUNT_OUT_OF_RANGE', 'count', { ...right, count: 1_000_001 }],
  ['COUNT_OUT_OF_RANGE', 'count', { ...right, count: -1 }],
  ['COUNT_OUT_OF_RANGE', 'count', { ...right, count: '4294967304' }],
  ['DEVICES_WITHOUT_NODE', 'devices', { ...right, devices: [0, 1], count: 2 }],
  ['DEVICES_COUNT_DIFFERS', 'count', { ...right, node: 'n', devices: [0, 1] }],
  ['DEVICE_OUT_OF_RANGE', 'devices', { ...right, node: 'n', count: 1, devices: [1_024] }],
  ['DEVICE_OUT_OF_RANGE', 'devices', { ...right, node: 'n', count: 1, devices: [-1] }],
  ['DEVICE_TWICE', 'devices', { ...right, node: 'n', count: 3, devices: [2, 1, 2] }],
  ['TOO_MANY_DEVICES', 'devices', { ...right, node: 'n', count: 0, devices: Array.from({ length: 1_025 }, (_, i) => i) }],
  ['UTILISATION_NOT_DECIMAL', 'utilisation.value', utilisation('OFU', '43%')],
  ['UTILISATION_NOT_DECIMAL', 'utilisation.value', utilisation('OFU', -0)],
  ['UTILISATION_OUT_OF_RANGE', 'utilisation.value', utilisation('GPU_UTIL', '1.0000000001')],
  ['UTILISATION_OUT_OF_RANGE', 'utilisation.value', utilisation('GPU_UTIL', 43)],
  ['UTILISATION_MISSING', 'utilisation.value', utilisation('SM_ACTIVE')],
  ['UTILISATION_WITHOUT_KIND', 'utilisation.value', utilisation(undefined, '0.5')],
  ['UTILISATION_WITHOUT_KIND', 'utilisation.value', utilisation('NONE', '0.000000000001')],
  ['ENUM_UNKNOWN', 'utilisation.kind', utilisation('TENSOR', '0.5')],
  ['ENUM_UNKNOWN', 'utilisation.kind', utilisation(6, '0.5')],
  ['ENUM_UNKNOWN', 'format', { ...right, format: 'bf16' }],
  ['ENUM_UNKNOWN', 'format', { ...right, format: '3' }],
  ['ENUM_UNKNOWN', 'evidence', { ...right, evidence: 4 }],
  ['ENUM_UNKNOWN', 'workload', { ...right, workload: -1 }],
  ['ENUM_UNKNOWN', 'workloadEvidence', { ...right, workload_evidence: 'toString' }],
  ['CORRECTION_EPOCH_OUT_OF_RANGE', 'correction.epoch', { ...right, correction: {} }],
  ['CORRECTION_EPOCH_OUT_OF_RANGE', 'correction.epoch', { ...right, correction: { epoch: 4_294_967_296, sequence: 1 } }],
  ['CORRECTION_SEQUENCE_OUT_OF_RANGE', 'correction.sequence', { ...right, correction: { epoch: 1, sequence: 0 } }],
  ['CORRECTION_SEQUENCE_OUT_OF_RANGE', 'correction.sequence', { ...right, correction: { epoch: 1, sequence: '18446744073709551616' } }],
  ['CORRECTION_INDEX_OUT_OF_RANGE', 'correction.index', { ...right, correction: { epoch: 1, sequence: 1, index: 5_000 } }],
  ['CORRECTION_OF_ITSELF', 'correction', { ...right, correction: { epoch: 1, sequence: 2, index: 1, void: true } }],
];

describe('a record', () => {
  it.each(REJECTED)('is rejected with %s for %s', (code, field, record) => {
    const result = accepted({ ...report, records: [right, record, right] });
    expect(result.rejected).toEqual([{ index: 1, code, field, message: expect.stringMatching(/.{10,}\.$/) }]);
    expect([...result.columns.index]).toEqual([0, 2]);
    expect(result.recordCount).toBe(3);
  });

  it('has a case here for every code there is', () => {
    expect(new Set(REJECTED.map(([code]) => code))).toEqual(new Set(Object.keys(REJECTIONS)));
  });

  it('shows at most 40 characters of what is wrong', () => {
    expect(rejectionOf({ ...right, evidence: 'x'.repeat(10_000) })!.message.length).toBeLessThan(200);
    expect(rejectionOf({ ...right, ['y'.repeat(10_000)]: 1 })!.field.length).toBeLessThanOrEqual(40);
  });

  it('is accepted at the edges of every range', () => {
    const edges = [
      { ...right, startMs: 1_262_304_000_000, endMs: 1_262_304_000_001, count: 1 },
      { ...right, startMs: NOW - 31 * DAY, endMs: NOW, count: 1_000_000 },
      { ...right, endMs: NOW + 600_000 },
      { ...right, node: 'n', count: 2, devices: [1_023, 0] },
      { ...right, node: 'n', count: undefined, devices: [5] },
      { ...right, correction: { epoch: 4_294_967_295, sequence: '18446744073709551615', index: 4_999 } },
      { ...right, correction: { epoch: 1, sequence: 3, index: 5 } },
      // Another record of the same report, and the same place in another report or epoch: none of them is itself.
      { ...right, correction: { epoch: 1, sequence: 2, index: 0 } },
      { ...right, correction: { epoch: 1, sequence: 3, index: 8 } },
      { ...right, correction: { epoch: 2, sequence: 2, index: 9 } },
      utilisation('OFU', 1),
      utilisation('NONE', '0.0'),
      utilisation('NONE'),
      utilisation(null, null),
      { ...right, accelerator: null, node: null, devices: [], job: '', format: null, correction: null },
    ];
    expect(accepted({ ...report, records: edges }).rejected).toEqual([]);
  });

  it('keeps its values: names, times, sorted devices, grade and parts per million', () => {
    const record = {
      account: 'acct',
      cluster: 'clu',
      accelerator: 'H100',
      start_ms: String(NOW - HOUR),
      end_ms: NOW,
      node: 'n',
      devices: [7, 0, 3],
      utilisation: { kind: 'TENSOR_ACTIVE', value: 0.4300005 },
      format: 'FP8',
      evidence: 2,
      workload: 'INFERENCE',
      workload_evidence: 'ATTESTED',
      job: 'j',
      correction: { epoch: 3, sequence: '9007199254740993', index: 4 },
    };
    const { columns } = accepted({ ...report, records: [record] });
    expect(columns.names).toEqual(['', 'acct', 'clu', 'H100', 'n', 'j']);
    expect([columns.account[0], columns.cluster[0], columns.accelerator[0], columns.node[0], columns.job[0]]).toEqual([1, 2, 3, 4, 5]);
    expect([columns.count[0], columns.startMs[0], columns.endMs[0], columns.ppm[0]]).toEqual([3, NOW - HOUR, NOW, 430_001]);
    expect(columns.grade[0]).toBe(3 | (5 << 3) | (2 << 6) | (2 << 8) | (3 << 10));
    expect([...columns.devices]).toEqual([0, 3, 7]);
    expect(columns.corrections.get(0)).toEqual({ epoch: 3, sequence: 9007199254740993n, index: 4, void: false });
  });

  it('needs nothing but its correction when it is a void, and whatever else it says is dropped', () => {
    const bare = accepted({ ...report, records: [{ correction: { epoch: 1, sequence: 1, void: true } }] }).columns;
    const full = accepted({
      ...report,
      records: [{ ...right, node: 'n', utilisation: 'x', correction: { epoch: 1, sequence: 1, void: true } }],
    }).columns;
    expect(full).toEqual(bare);
    expect(bare.names).toEqual(['']);
    expect([bare.count[0], bare.startMs[0], bare.endMs[0], bare.grade[0]]).toEqual([0, 0, 0, 0]);
  });
});

const signature = { algorithm: 'Ed25519', value: 'A'.repeat(86) };

/** MALFORMED_* and the limits of a request are found by the codec, before there is a candidate. */
const BEFORE_THE_CHECK = ['MALFORMED_JSON', 'MALFORMED_PROTOBUF', 'MALFORMED_DELIMITED', 'TOO_MANY_REPORTS', 'REPORT_TOO_LARGE'];
const REFUSED: [RefusalCode, string, unknown][] = [
  ['REPORT_NOT_AN_OBJECT', '', []],
  ['REPORT_NOT_AN_OBJECT', '', 'x'],
  ['UNKNOWN_REPORT_FIELD', 'recods', { ...report, recods: [] }],
  ['REPORT_FIELD_TWICE', 'producedAtMs', { ...report, producedAtMs: 1, produced_at_ms: 1 }],
  ['SCHEMA_VERSION_INVALID', 'schemaVersion', { ...report, schemaVersion: 'v1' }],
  ['SCHEMA_VERSION_INVALID', 'schemaVersion', { ...report, schemaVersion: -1 }],
  ['SCHEMA_VERSION_INVALID', 'schemaVersion', { ...report, schemaVersion: 4_294_967_296 }],
  ['SOURCE_MISSING', 'source', { ...report, source: undefined }],
  ['SOURCE_INVALID', 'source', { ...report, source: 7 }],
  ['SOURCE_INVALID', 'source', { ...report, source: ' m' }],
  ['EPOCH_INVALID', 'epoch', { ...report, epoch: 0 }],
  ['EPOCH_INVALID', 'epoch', { ...report, epoch: 4_294_967_296 }],
  ['EPOCH_INVALID', 'epoch', { ...report, epoch: 'one' }],
  ['SEQUENCE_INVALID', 'sequence', { ...report, sequence: undefined }],
  ['SEQUENCE_INVALID', 'sequence', { ...report, sequence: -1 }],
  ['SEQUENCE_INVALID', 'sequence', { ...report, sequence: 1.5 }],
  ['SEQUENCE_INVALID', 'sequence', { ...report, sequence: '18446744073709551616' }],
  ['SEQUENCE_INVALID', 'sequence', { ...report, sequence: 2 ** 60 }],
  ['PRODUCED_AT_INVALID', 'producedAtMs', { ...report, producedAtMs: 'now' }],
  ['PRODUCED_AT_INVALID', 'producedAtMs', { ...report, producedAtMs: -1 }],
  ['RECORDS_NOT_AN_ARRAY', 'records', { ...report, records: { 0: right } }],
  ['NO_RECORDS', 'records', { ...report, records: [] }],
  ['NO_RECORDS', 'records', { ...report, records: null }],
  ['TOO_MANY_RECORDS', 'records', { ...report, records: new Array(5_001).fill(right) }],
  ['SIGNATURE_MALFORMED', 'signature', { ...report, signature: 'x' }],
  ['SIGNATURE_MALFORMED', 'signature', { ...report, signature: { ...signature, algorithm: 'RSA' } }],
  ['SIGNATURE_MALFORMED', 'signature', { ...report, signature: { ...signature, value: 'A'.repeat(88) } }],
  ['SIGNATURE_MALFORMED', 'signature', { ...report, signature: { ...signature, value: '*'.repeat(86) } }],
  ['SIGNATURE_MALFORMED', 'signature', { ...report, signature: { ...signature, key: 'k' } }],
];

describe('a report', () => {
  it.each(REFUSED)('is refused as a whole with %s for %s', (code, field, json) => {
    expect(check(json)).toEqual({ refused: { code, field, message: expect.stringMatching(/.{10,}\.$/) } });
  });

  it('has a case here for every code that the check gives', () => {
    expect(new Set([...REFUSED.map(([code]) => code), ...BEFORE_THE_CHECK])).toEqual(new Set(Object.keys(REFUSALS)));
  });

  it('is taken when all its records are rejected, and when it is full', () => {
    const none = accepted({ ...report, records: [{}, 5] });
    expect([none.columns.length, none.rejected.length, none.recordCount]).toEqual([0, 2, 2]);
    expect(accepted({ ...report, records: new Array(5_000).fill(right) }).columns.length).toBe(5_000);
  });

  it('keeps its own fields exactly', () => {
    const full = {
      ...report,
      epoch: '4294967295',
      sequence: '18446744073709551615',
      produced_at_ms: String(NOW),
      signature,
      schemaVersion: 1,
    };
    expect(accepted(full)).toMatchObject({
      source: 'meter',
      epoch: 4_294_967_295,
      sequence: 18446744073709551615n,
      producedAtMs: NOW,
      signature: { algorithm: 'Ed25519' },
    });
    expect(accepted({ ...report, schema_version: 0 })).toMatchObject({ producedAtMs: 0 });
    expect(accepted(report).signature).toBeUndefined();
  });

  it('of a later schema version is opaque: its own identity must be right, the rest is not judged', () => {
    expect(check({ ...report, schemaVersion: 2, records: 'other', novelty: true })).toEqual({
      opaque: { source: 'meter', epoch: 1, sequence: 2n, schemaVersion: 2 },
    });
    expect(check({ ...report, schemaVersion: 2, epoch: 0 })).toMatchObject({ refused: { code: 'EPOCH_INVALID' } });
  });
});
