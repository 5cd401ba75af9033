/** Bad input of every kind, by the code that it must be answered with. */
import { gzipSync } from 'node:zlib';
import type { Body } from './client.js';
import { eventOf } from './doors.js';
import { HOUR_MS, record, report } from './usage.js';

export const MIB = 1024 * 1024;
const DAY_MS = 24 * HOUR_MS;
const AHEAD_MS = Date.now() + DAY_MS;

/** Each bad record and the field that must be named. Everything else about it is right. */
export const BAD_RECORDS: Record<string, [field: string, record: unknown]> = {
  RECORD_NOT_AN_OBJECT: ['', 7],
  UNKNOWN_FIELD: ['acount', record({ acount: 'x' })],
  FIELD_TWICE: ['startMs', record({ start_ms: '1' })],
  WRONG_TYPE: ['count', record({ count: 'eight' })],
  INTEGER_INEXACT: ['startMs', 'see below'],
  ACCOUNT_MISSING: ['account', record({ account: '' })],
  CLUSTER_MISSING: ['cluster', record({ cluster: undefined })],
  ID_TOO_LONG: ['account', record({ account: 'x'.repeat(129) })],
  ID_NOT_WELL_FORMED: ['account', 'see below'],
  ID_NOT_NFC: ['account', record({ account: 'e\u0301' })],
  ID_HAS_CONTROL_CHARACTER: ['node', record({ node: 'a\u200bb' })],
  ID_HAS_OUTER_SPACE: ['job', record({ job: 'job ' })],
  START_BEFORE_2010: ['startMs', record({ startMs: undefined })],
  START_IN_FUTURE: ['startMs', record({ startMs: AHEAD_MS, endMs: AHEAD_MS + 1 })],
  END_NOT_AFTER_START: ['endMs', record({ endMs: record().startMs })],
  END_IN_FUTURE: ['endMs', record({ startMs: AHEAD_MS - 2 * DAY_MS, endMs: AHEAD_MS })],
  INTERVAL_TOO_LONG: ['endMs', record({ endMs: String(Number(record().startMs) + 31 * DAY_MS + 1) })],
  COUNT_OUT_OF_RANGE: ['count', record({ count: 1_000_001 })],
  DEVICES_WITHOUT_NODE: ['devices', record({ count: 1, devices: [0] })],
  DEVICES_COUNT_DIFFERS: ['count', record({ node: 'n', count: 3, devices: [0, 1] })],
  DEVICE_OUT_OF_RANGE: ['devices', record({ node: 'n', count: 1, devices: [1024] })],
  DEVICE_TWICE: ['devices', record({ node: 'n', count: 2, devices: [1, 1] })],
  TOO_MANY_DEVICES: ['devices', record({ node: 'n', count: 1025, devices: Array.from({ length: 1025 }, (_, i) => i % 1024) })],
  UTILISATION_NOT_DECIMAL: ['utilisation.value', record({ utilisation: { kind: 'OFU', value: '43%' } })],
  UTILISATION_OUT_OF_RANGE: ['utilisation.value', record({ utilisation: { kind: 'OFU', value: '1.0000000001' } })],
  UTILISATION_MISSING: ['utilisation.value', record({ utilisation: { kind: 'OFU' } })],
  UTILISATION_WITHOUT_KIND: ['utilisation.value', record({ utilisation: { value: '0.4' } })],
  ENUM_UNKNOWN: ['evidence', record({ evidence: 'HEARSAY' })],
  CORRECTION_EPOCH_OUT_OF_RANGE: ['correction.epoch', record({ correction: { epoch: 0, sequence: '1', index: 0 } })],
  CORRECTION_SEQUENCE_OUT_OF_RANGE: ['correction.sequence', record({ correction: { epoch: 1, index: 0 } })],
  CORRECTION_INDEX_OUT_OF_RANGE: ['correction.index', record({ correction: { epoch: 1, sequence: '1', index: 5000 } })],
  CORRECTION_OF_ITSELF: ['correction', 'its own place'],
};

/** What JSON.stringify does not write: a lone surrogate; a field whose name is spelt in a way that keeps its number from being read exactly. */
export const RECORD_TEXTS: Record<string, string> = {
  INTEGER_INEXACT: JSON.stringify(record({ startMs: 0 })).replace('"startMs":0', '"\\u0073tartMs":1e17'),
  ID_NOT_WELL_FORMED: JSON.stringify(record({ account: 'x' })).replace('"x"', '"\\ud800"'),
};

export const JSON_TYPE = 'application/json';
const bytes = (...values: number[]) => new Uint8Array(values);

export interface BadRequest {
  status: number;
  type?: string;
  path?: string;
  headers?: Record<string, string>;
  body: Body | object;
}

export const ceHeaders = (over: Record<string, string | undefined> = {}): Record<string, string> => {
  const all = { 'ce-specversion': '1.0', 'ce-id': 'e', 'ce-source': 's', 'ce-type': 'tidemark.usage.report.v1', ...over };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
};
const bad = (status: number, over: object): BadRequest => ({ status, body: report(over) });
const event = (status: number, over: object): BadRequest => ({
  status,
  path: '/v1/events',
  type: 'application/cloudevents+json',
  body: eventOf(report(), over),
});

/** Requests that are refused as a whole, each for one reason. */
export const BAD_REQUESTS: Record<string, BadRequest> = {
  MALFORMED_JSON: { status: 400, body: '{"source":' },
  MALFORMED_PROTOBUF: { status: 400, type: 'application/x-protobuf', body: bytes(0x0a, 0x05, 0x61) },
  MALFORMED_DELIMITED: { status: 400, type: 'application/x-protobuf; delimited=true', body: bytes(0x05, 0x61) },
  TOO_MANY_REPORTS: { status: 413, body: Array.from({ length: 1001 }, () => ({})) },
  REPORT_NOT_AN_OBJECT: { status: 422, body: '"report"' },
  UNKNOWN_REPORT_FIELD: bad(422, { provider: 'beta' }),
  REPORT_FIELD_TWICE: bad(422, { producedAtMs: 1, produced_at_ms: 1 }),
  SCHEMA_VERSION_INVALID: bad(422, { schemaVersion: -1 }),
  SOURCE_MISSING: bad(422, { source: '' }),
  SOURCE_INVALID: bad(422, { source: ' meter' }),
  EPOCH_INVALID: bad(422, { epoch: 0 }),
  SEQUENCE_INVALID: bad(422, { sequence: '18446744073709551616' }),
  PRODUCED_AT_INVALID: bad(422, { producedAtMs: 'yesterday' }),
  RECORDS_NOT_AN_ARRAY: bad(422, { records: {} }),
  NO_RECORDS: bad(422, { records: [] }),
  TOO_MANY_RECORDS: bad(422, { records: Array.from({ length: 5001 }, () => record()) }),
  SIGNATURE_MALFORMED: bad(422, { signature: { algorithm: 'RSA', value: 'AA==' } }),
  SIGNATURE_MISSING: bad(422, { source: 'm-signed' }),
  SIGNATURE_INVALID: bad(422, { source: 'm-signed', signature: { algorithm: 'Ed25519', value: Buffer.alloc(64, 1).toString('base64') } }),
  SIGNATURE_UNVERIFIABLE: bad(422, { source: 'm-signed', schemaVersion: 2 }),
  UNSUPPORTED_MEDIA_TYPE: { status: 415, type: 'text/csv', body: 'a,b' },
  UNSUPPORTED_CHARSET: { status: 415, type: 'application/json; charset=utf-16', body: report() },
  UNSUPPORTED_CONTENT_ENCODING: { status: 415, headers: { 'content-encoding': 'br' }, body: report() },
  BODY_TOO_LARGE: { status: 413, body: ' '.repeat(8 * MIB + 1) },
  BODY_INCOMPLETE: {
    status: 400,
    headers: { 'content-encoding': 'gzip' },
    body: new Uint8Array(gzipSync(JSON.stringify(report())).subarray(0, 40)),
  },
  BODY_EMPTY: { status: 400, body: '[]' },
  BODY_NOT_UTF8: { status: 400, body: bytes(0x22, 0xff, 0x22) },
  JSON_TOO_DEEP: { status: 400, body: '['.repeat(33) + ']'.repeat(33) },
  ALL_REPORTS_REFUSED: { status: 422, body: [report({ epoch: 0 }), report({ source: '' })] },
  EVENT_NOT_AN_OBJECT: { status: 400, path: '/v1/events', type: 'application/cloudevents+json', body: '[]' },
  EVENT_SPECVERSION_MISSING: event(400, { specversion: undefined }),
  UNSUPPORTED_SPECVERSION: event(400, { specversion: '0.3' }),
  EVENT_ID_MISSING: event(400, { id: undefined }),
  EVENT_SOURCE_MISSING: event(400, { source: '' }),
  EVENT_TYPE_MISSING: event(400, { type: undefined }),
  EVENT_ATTRIBUTE_INVALID: event(400, { time: 'yesterday' }),
  EVENT_DATA_TWICE: event(400, { data_base64: 'AA==' }),
  EVENT_DATA_NOT_BASE64: event(400, { data: undefined, data_base64: '%%%' }),
  EVENT_DATA_INVALID: { status: 400, path: '/v1/events', headers: ceHeaders(), body: '{"source":' },
  EVENT_DATA_MISSING: event(422, { data: undefined }),
  EVENT_DATA_TYPE_UNSUPPORTED: event(415, { datacontenttype: 'text/plain', data: 'eight accelerators' }),
  UNKNOWN_EVENT_TYPE: event(422, { type: 'com.example.someevent' }),
  EVENT_ID_NOT_A_SEQUENCE: event(422, { type: 'tidemark.usage.record.v1', id: 'first', data: record() }),
};

/** Codes that the other tests of this file produce: they need more than one request. */
export const BY_BEHAVIOUR = ['BODY_TIMEOUT', 'TOO_MANY_IN_FLIGHT', 'DOOR_BUSY', 'LOG_UNAVAILABLE', 'EVENT_ATTRIBUTE_TWICE'];

export const NOT_FROM_OUTSIDE: Record<string, string> = {
  REPORT_TOO_LARGE: 'one report is bounded by the body, which is refused first as BODY_TOO_LARGE',
  RATE_LIMITED: 'takes more than 10,000 requests within two seconds; the admission tests count them with a clock of their own',
  DOOR_CLOSED: 'needs a request in the moment between the first and the last act of a start or a stop; the gateway tests hold that moment',
  PUT_ASIDE: 'is a fault of the door itself; the gateway tests put one in',
};
