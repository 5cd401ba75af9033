import { fromJson, toBinary } from '@bufbuild/protobuf';
import { usage } from '@tidemark/contracts';
import { type Answer, envelopesIn, post, type RunningGateway, record, report, startGateway } from '../../test/gateway.js';
import { ScriptedLog } from '../../test/scripted-log.js';

const REPORT = 'tidemark.usage.report.v1';
const RECORD = 'tidemark.usage.record.v1';
const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';

const event = (over: object = {}) => ({ specversion: '1.0', id: 'e-1', source: '/meters/1', type: REPORT, data: report(), ...over });

describe('POST /v1/events', () => {
  let log: ScriptedLog;
  let gateway: RunningGateway;
  let token: string;

  beforeEach(async () => {
    log = new ScriptedLog();
    gateway = await startGateway(log, { reportsPerRequest: 4 });
    token = gateway.tokens.provider('alpha');
  });
  afterEach(() => gateway.stop());

  const send = (type: string | undefined, body: RequestInit['body'], headers: Record<string, string> = {}): Promise<Answer> =>
    post(`${gateway.origin}/v1/events`, token, type, body, headers);
  const structured = (value: unknown) => send(STRUCTURED, JSON.stringify(value));
  const ce = (over: Record<string, string> = {}) => ({
    'ce-specversion': '1.0',
    'ce-id': 'e-1',
    'ce-source': '/meters/1',
    'ce-type': REPORT,
    ...over,
  });

  it('takes a report in every mode and form with the same receipt', async () => {
    const bytes = Buffer.from(toBinary(usage.UsageReportSchema, fromJson(usage.UsageReportSchema, report() as never)));
    const plain = await post(`${gateway.origin}/v1/reports`, token, 'application/json', JSON.stringify(report()));
    const answers = [
      await structured(event()),
      await structured(event({ data: undefined, data_base64: Buffer.from(JSON.stringify(report())).toString('base64') })),
      await structured(event({ data: undefined, data_base64: bytes.toString('base64'), datacontenttype: 'application/x-protobuf' })),
      await send('application/json', JSON.stringify(report()), ce()),
      await send('application/x-protobuf', bytes, ce({ 'ce-subject': '%E2%82%AC%20and%20more' })),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(202);
      expect({ ...body, position: undefined }).toEqual({ ...plain.body, position: undefined });
    }
    const batch = await send(BATCH, JSON.stringify([event(), event({ data: report({ sequence: '2' }) })]));
    expect(batch.body).toMatchObject([{ sequence: '1' }, { sequence: '2' }]);
    expect(new Set((await envelopesIn(log)).map(({ door }) => door))).toEqual(new Set(['http', 'cloudevents']));
  });

  it('takes one record as a report of its own, numbered by the id of the event', async () => {
    const single = (id: string, over: object = {}) =>
      structured(event({ type: RECORD, id, data: record(), time: '2026-03-01T11:59:00Z', ...over }));
    expect((await single('7')).body).toMatchObject({ source: '/meters/1', epoch: 1, sequence: '7', verdicts: [] });
    expect((await single('3/18446744073709551615')).body).toMatchObject({ epoch: 3, sequence: '18446744073709551615' });
    expect((await single('8', { data: record({ count: 0 }) })).body.verdicts).toMatchObject([{ index: 0, code: 'COUNT_OUT_OF_RANGE' }]);
    const bytes = Buffer.from(toBinary(usage.UsageRecordSchema, fromJson(usage.UsageRecordSchema, record() as never)));
    const asProtobuf = await send('application/x-protobuf', bytes, ce({ 'ce-type': RECORD, 'ce-id': '7' }));
    const asJson = await send('application/json', JSON.stringify(record()), ce({ 'ce-type': RECORD, 'ce-id': '7' }));
    expect(asProtobuf.body.contentHash).toBe(asJson.body.contentHash);
    const [first] = (await envelopesIn(log)).filter(({ sequence }) => sequence === 7n);
    expect(first).toMatchObject({ source: '/meters/1', recordCount: 1, producedAtMs: Date.UTC(2026, 2, 1, 11, 59) });
  });

  it('keeps an event whose report is of a later version as it came', async () => {
    const later = (sequence: string) =>
      `{"specversion":"1.0","id":"1","source":"m","type":"${REPORT}","data":{"source":"m","epoch":1,"sequence":"${sequence}","schemaVersion":2,"x":1.50}}`;
    expect((await send(STRUCTURED, later('1'))).status).toBe(202);
    expect((await send(BATCH, `[ ${later('2')} ,${later('3')}]`)).status).toBe(202);
    const envelopes = await envelopesIn(log);
    expect(envelopes.map(({ opaque, opaqueContentType }) => [Buffer.from(opaque).toString().trim(), opaqueContentType])).toEqual(
      ['1', '2', '3'].map((sequence) => [later(sequence), STRUCTURED]),
    );
  });

  it('answers each event of a batch; an empty batch is nothing to do', async () => {
    const { status, body } = await send(BATCH, JSON.stringify([event(), event({ type: 'x' }), event({ id: '' }), 7]));
    expect(status).toBe(202);
    expect(body.map(({ refused }: { refused?: { code: string } }) => refused?.code)).toEqual([
      undefined,
      'UNKNOWN_EVENT_TYPE',
      'EVENT_ID_MISSING',
      'EVENT_NOT_AN_OBJECT',
    ]);
    expect(await send(BATCH, '[]')).toMatchObject({ status: 202, body: [] });
  });

  const bad: [code: string, field: string | undefined, over: object][] = [
    ['EVENT_SPECVERSION_MISSING', 'specversion', { specversion: undefined }],
    ['UNSUPPORTED_SPECVERSION', 'specversion', { specversion: '0.3' }],
    ['UNSUPPORTED_SPECVERSION', 'specversion', { specversion: 1.0 }],
    ['EVENT_ID_MISSING', 'id', { id: null }],
    ['EVENT_SOURCE_MISSING', 'source', { source: '' }],
    ['EVENT_TYPE_MISSING', 'type', { type: undefined }],
    ['EVENT_ATTRIBUTE_INVALID', 'id', { id: 7 }],
    ['EVENT_ATTRIBUTE_INVALID', 'source', { source: 'not a uri' }],
    ['EVENT_ATTRIBUTE_INVALID', 'source', { source: '%zz' }],
    ['EVENT_ATTRIBUTE_INVALID', 'time', { time: 'yesterday' }],
    ['EVENT_ATTRIBUTE_INVALID', 'subject', { subject: '' }],
    ['EVENT_ATTRIBUTE_INVALID', 'dataschema', { dataschema: '/relative' }],
    ['EVENT_ATTRIBUTE_INVALID', 'datacontenttype', { datacontenttype: 'json' }],
    ['EVENT_ATTRIBUTE_INVALID', 'Upper', { Upper: 'x' }],
    ['EVENT_ATTRIBUTE_INVALID', 'nested', { nested: {} }],
    ['EVENT_ATTRIBUTE_INVALID', 'fraction', { fraction: 0.5 }],
    ['EVENT_ATTRIBUTE_INVALID', 'long', { long: 'x'.repeat(5_000) }],
    ['EVENT_DATA_TWICE', 'data_base64', { data_base64: 'e30=' }],
    ['EVENT_DATA_NOT_BASE64', 'data_base64', { data: undefined, data_base64: '!' }],
    ['EVENT_DATA_INVALID', 'data_base64', { data: undefined, data_base64: 'e30x' }],
    ['EVENT_DATA_INVALID', 'data', { datacontenttype: 'application/x-protobuf' }],
    ['EVENT_DATA_MISSING', 'data', { data: undefined }],
    ['EVENT_DATA_MISSING', 'data', { type: RECORD, id: '1', data: undefined }],
    ['EVENT_DATA_TYPE_UNSUPPORTED', 'datacontenttype', { datacontenttype: 'text/csv', data: 'a,b' }],
    ['UNKNOWN_EVENT_TYPE', 'type', { type: 'tidemark.usage.record.v9' }],
    ['EVENT_ID_NOT_A_SEQUENCE', 'id', { type: RECORD, id: 'a5c0e4' }],
    ['EVENT_ID_NOT_A_SEQUENCE', 'id', { type: RECORD, id: '0' }],
    ['EVENT_ID_NOT_A_SEQUENCE', 'id', { type: RECORD, id: '1/2/3' }],
    ['EPOCH_INVALID', 'epoch', { type: RECORD, id: '9999999999/1', data: record() }],
    ['SOURCE_INVALID', 'source', { type: RECORD, id: '1', source: `/${'x'.repeat(128)}`, data: record() }],
    ['REPORT_NOT_AN_OBJECT', undefined, { data: [report()] }],
    ['EPOCH_INVALID', 'epoch', { data: report({ epoch: 'x' }) }],
  ];
  it.each(bad)('refuses with %s (%s)', async (...[code, field, over]) => {
    const answer = await structured(event(over));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).toMatchObject({ code, ...(field && { field }) });
    expect(await envelopesIn(log)).toEqual([]);
  });

  const badRequests: [
    code: string,
    status: number,
    type: string | undefined,
    body: RequestInit['body'],
    headers?: Record<string, string>,
  ][] = [
    ['UNSUPPORTED_MEDIA_TYPE', 415, 'application/json', '{}'],
    ['UNSUPPORTED_MEDIA_TYPE', 415, 'application/cloudevents+avro', 'x'],
    ['UNSUPPORTED_CHARSET', 415, `${STRUCTURED}; charset=utf-16`, '{}'],
    ['BODY_EMPTY', 400, STRUCTURED, ''],
    ['MALFORMED_JSON', 400, STRUCTURED, '{'],
    ['JSON_TOO_DEEP', 400, STRUCTURED, `{"data":${'['.repeat(40)}${']'.repeat(40)}}`],
    ['EVENT_NOT_AN_OBJECT', 400, STRUCTURED, '[]'],
    ['EVENT_NOT_AN_OBJECT', 400, BATCH, '{}'],
    ['TOO_MANY_REPORTS', 413, BATCH, '[1,2,3,4,5]'],
    ['EVENT_DATA_INVALID', 400, 'application/json', '{', ce()],
    ['EVENT_DATA_MISSING', 422, undefined, '', ce()],
    ['EVENT_ATTRIBUTE_INVALID', 400, 'application/json', '{}', ce({ 'ce-subject': '%ff' })],
    ['EVENT_ATTRIBUTE_INVALID', 400, 'application/json', '{}', ce({ 'ce-datacontenttype': 'application/json' })],
  ];
  it.each(badRequests)('refuses the request with %s (%d)', async (...[code, status, type, body, headers]) => {
    expect(await send(type, body, headers)).toMatchObject({ status, body: { code } });
  });

  it('refuses an attribute that was sent twice', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      const twice = request(`${gateway.origin}/v1/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...ce({ 'ce-id': ['a', 'b'] as never }) },
      });
      twice.on('response', (response) => response.setEncoding('utf8').on('data', (text) => resolve(JSON.parse(text).code)));
      twice.end(JSON.stringify(report()));
    });
    expect(status).toBe('EVENT_ATTRIBUTE_TWICE');
  });

  it('asks who it is', async () => {
    expect(await post(`${gateway.origin}/v1/events`, undefined, STRUCTURED, '{}')).toMatchObject({ status: 401 });
    expect(await post(`${gateway.origin}/v1/events`, gateway.tokens.operator(), STRUCTURED, '{}')).toMatchObject({
      status: 403,
      body: { code: 'TENANT_REQUIRED' },
    });
  });
});
