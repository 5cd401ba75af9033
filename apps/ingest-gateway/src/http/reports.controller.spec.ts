import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { create, fromJson, toBinary } from '@bufbuild/protobuf';
import { sizeDelimitedEncode } from '@bufbuild/protobuf/wire';
import { decodeColumns, usage } from '@tidemark/contracts';
import { envelopesIn, NOW_MS, post, type RunningGateway, record, report, startGateway } from '../../test/gateway.js';
import { ScriptedLog } from '../../test/scripted-log.js';
import type { DoorLimits } from '../door-limits.js';

const SMALL: Partial<DoorLimits> = { bodyBytes: 64 * 1024, reportsPerRequest: 4, bodyTimeoutMs: 300 };

const message = (over: object = {}) => fromJson(usage.UsageReportSchema, report(over) as never);
const protobuf = (over: object = {}) => toBinary(usage.UsageReportSchema, message(over));
const delimited = (...overs: object[]) => Buffer.concat(overs.map((over) => sizeDelimitedEncode(usage.UsageReportSchema, message(over))));

describe('POST /v1/reports', () => {
  let log: ScriptedLog;
  let gateway: RunningGateway;
  let token: string;

  async function start(limits: Partial<DoorLimits> = SMALL) {
    log = new ScriptedLog();
    gateway = await startGateway(log, limits);
    token = gateway.tokens.provider('alpha');
  }

  beforeEach(() => start());
  afterEach(() => gateway.stop());

  const send = (body: RequestInit['body'], type = 'application/json', headers: Record<string, string> = {}) =>
    post(`${gateway.origin}/v1/reports`, token, type, body, headers);
  const sendJson = (value: unknown) => send(JSON.stringify(value));

  describe('a report', () => {
    it('is answered with its receipt, and stands in the log', async () => {
      const answer = await sendJson(report());
      expect(answer.status).toBe(202);
      expect(answer.body).toEqual({
        provider: 'alpha',
        source: 'meter-1',
        epoch: 1,
        sequence: '1',
        contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        position: { log: 'usage.reports.v1', partition: expect.any(Number), offset: '0' },
        receivedAtMs: String(NOW_MS),
        verdicts: [],
      });
      const [envelope] = await envelopesIn(log);
      expect(envelope).toMatchObject({
        provider: 'alpha',
        source: 'meter-1',
        sequence: 1n,
        recordCount: 1,
        door: 'http',
        schemaVersion: 1,
      });
      expect(envelope!.origin.stream).toMatch(/^door\/[0-9a-f-]{36}$/);
      expect(decodeColumns(envelope!.columns).length).toBe(1);
    });

    it('has the same receipt as JSON, protobuf, gzip and JSON Lines, but for its place', async () => {
      const records = [record(), record({ count: 0 }), record({ account: ' x' })];
      const lines = `${JSON.stringify(report({ records }))}\r\n\n`;
      const answers = [
        await sendJson(report({ records })),
        await send(protobuf({ records }), 'application/x-protobuf'),
        await send(gzipSync(JSON.stringify(report({ records }))), 'application/json; charset=utf-8', { 'content-encoding': 'gzip' }),
      ];
      for (const answer of answers) expect(answer.status).toBe(202);
      const several = [await sendJson([report({ records })]), await send(lines, 'application/x-ndjson')];
      const receipts = [...answers.map(({ body }) => body), ...several.map(({ body }) => body[0])];
      for (const receipt of receipts) {
        delete receipt.position;
        expect(receipt).toEqual(receipts[0]);
      }
      expect(receipts[0].verdicts).toEqual([
        { index: 1, verdict: 'REJECTED', code: 'COUNT_OUT_OF_RANGE', field: 'count', message: expect.any(String) },
        { index: 2, verdict: 'REJECTED', code: 'ID_HAS_OUTER_SPACE', field: 'account', message: expect.any(String) },
      ]);
      // A receipt is the proto3 JSON form of the published message.
      expect(fromJson(usage.ReportReceiptSchema, receipts[0])).toMatchObject({ verdicts: [{ index: 1 }, { index: 2 }] });
    });

    it('takes its sequence also when all its records were rejected', async () => {
      const { status, body } = await sendJson(report({ records: [record({ cluster: '' })] }));
      expect(status).toBe(202);
      expect(body.verdicts).toHaveLength(1);
      expect(await envelopesIn(log)).toMatchObject([
        { recordCount: 1, rejected: [{ index: 0, code: 'CLUSTER_MISSING', field: 'cluster' }] },
      ]);
    });

    it('may have any sequence of 64 bits, as a number too', async () => {
      const body = JSON.stringify(report()).replace('"sequence":"1"', '"sequence":18446744073709551615');
      expect((await send(body)).body).toMatchObject({ sequence: '18446744073709551615' });
    });

    it('of a later schema version is kept whole, to the digit', async () => {
      const later = `{"source":"meter-1","epoch":1,"sequence":"7","schemaVersion":2,"news":{"big":123456789012345678901234567890,"deep":[1.50]}}`;
      expect((await send(later)).body).toMatchObject({ sequence: '7', contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
      const bytes = toBinary(
        usage.UsageReportSchema,
        create(usage.UsageReportSchema, { source: 'm', epoch: 1, sequence: 1n, schemaVersion: 3 }),
      );
      expect((await send(bytes, 'application/x-protobuf')).status).toBe(202);
      const kept = await envelopesIn(log);
      expect(kept.find(({ schemaVersion }) => schemaVersion === 3)).toMatchObject({ opaqueContentType: 'application/x-protobuf' });
      const opaque = kept.find(({ schemaVersion }) => schemaVersion === 2)!;
      expect(opaque).toMatchObject({ opaqueContentType: 'application/json', recordCount: 0 });
      expect(Buffer.from(opaque.opaque).toString()).toContain('"big":123456789012345678901234567890');
    });

    it('is of the tenant of the token, whatever it says itself', async () => {
      expect(await sendJson(report({ provider: 'beta' }))).toMatchObject({
        status: 422,
        body: { code: 'UNKNOWN_REPORT_FIELD', field: 'provider' },
      });
      expect((await sendJson(report())).body.provider).toBe('alpha');
    });
  });

  describe('several reports', () => {
    const three = [report(), report({ epoch: 0 }), report({ sequence: '2' })];

    it('get a receipt each, refused ones too', async () => {
      const lines = [JSON.stringify(three[0]), '{"source":', JSON.stringify(three[2])].join('\n');
      const asArray = await sendJson(three);
      expect(asArray.status).toBe(202);
      expect(
        asArray.body.map(({ refused, position }: { refused?: { code: string }; position?: object }) => refused?.code ?? typeof position),
      ).toEqual(['object', 'EPOCH_INVALID', 'object']);
      const asLines = await send(lines, 'application/x-ndjson');
      expect(asLines.body.map(({ refused }: { refused?: { code: string } }) => refused?.code)).toEqual([
        undefined,
        'MALFORMED_JSON',
        undefined,
      ]);
      expect(asLines.body[1]).toMatchObject({ source: '', epoch: 0, sequence: '0', verdicts: [] });
    });

    it('of protobuf stand behind their lengths, said or plainly so', async () => {
      const body = delimited({}, { sequence: '2' }, { source: 'meter-2' });
      for (const type of ['application/x-protobuf; delimited=true', 'application/x-protobuf']) {
        const answer = await send(body, type);
        expect(answer.status).toBe(202);
        expect(answer.body.map(({ source, sequence }: Record<string, string>) => `${source}/${sequence}`)).toEqual([
          'meter-1/1',
          'meter-1/2',
          'meter-2/1',
        ]);
      }
      const cut = await send(body.subarray(0, -3), 'application/x-protobuf; delimited=true');
      expect(cut).toMatchObject({ status: 400, body: { code: 'MALFORMED_DELIMITED' } });
    });

    it('are a problem when none of them is durable', async () => {
      const { status, body } = await sendJson([report({ source: '' }), 7]);
      expect(status).toBe(422);
      expect(body.code).toBe('ALL_REPORTS_REFUSED');
      expect(body.receipts.map((receipt: { refused: { code: string } }) => receipt.refused.code)).toEqual([
        'SOURCE_MISSING',
        'REPORT_NOT_AN_OBJECT',
      ]);
    });

    it('stand in the log in their order', async () => {
      await sendJson([1, 2, 3, 4].map((n) => report({ sequence: String(n) })));
      const envelopes = await envelopesIn(log);
      expect(envelopes.map(({ sequence }) => sequence)).toEqual([1n, 2n, 3n, 4n]);
      expect(envelopes.map(({ origin }) => origin.offset)).toEqual([1n, 2n, 3n, 4n]);
    });
  });

  describe('bad input has its own code', () => {
    const json = 'application/json';
    const deep = `${'['.repeat(33)}${']'.repeat(33)}`;
    const cases: [code: string, status: number, body: RequestInit['body'], type?: string, headers?: Record<string, string>][] = [
      ['BODY_EMPTY', 400, '', json],
      ['BODY_EMPTY', 400, '[]', json],
      ['BODY_EMPTY', 400, '\n \n', 'application/x-ndjson'],
      ['MALFORMED_JSON', 400, '{"source":', json],
      ['MALFORMED_JSON', 400, '{"source":"m"} x', json],
      ['BODY_NOT_UTF8', 400, Buffer.from([0x22, 0xff, 0x22]), json],
      ['JSON_TOO_DEEP', 400, deep, json],
      ['JSON_TOO_DEEP', 400, `{"source":"\\"]}]}","records":${deep}}`, json],
      ['REPORT_NOT_AN_OBJECT', 422, '7', json],
      ['UNKNOWN_REPORT_FIELD', 422, '{"sauce":"m"}', json],
      ['SOURCE_MISSING', 422, JSON.stringify(report({ source: undefined })), json],
      ['SOURCE_INVALID', 422, JSON.stringify(report({ source: ' m' })), json],
      ['EPOCH_INVALID', 422, JSON.stringify(report({ epoch: 0 })), json],
      ['SEQUENCE_INVALID', 422, JSON.stringify(report({ sequence: '18446744073709551616' })), json],
      ['RECORDS_NOT_AN_ARRAY', 422, JSON.stringify(report({ records: {} })), json],
      ['NO_RECORDS', 422, JSON.stringify(report({ records: [] })), json],
      ['SIGNATURE_MALFORMED', 422, JSON.stringify(report({ signature: { algorithm: 'RS256', value: '' } })), json],
      ['SCHEMA_VERSION_INVALID', 422, JSON.stringify(report({ schemaVersion: 'x' })), json],
      ['MALFORMED_PROTOBUF', 400, Buffer.from('not protobuf at all'), 'application/x-protobuf'],
      ['TOO_MANY_REPORTS', 413, JSON.stringify([1, 2, 3, 4, 5]), json],
      ['TOO_MANY_REPORTS', 413, '1\n2\n3\n4\n5', 'application/x-ndjson'],
      ['TOO_MANY_REPORTS', 413, delimited({}, {}, {}, {}, {}), 'application/x-protobuf; delimited=true'],
      ['BODY_TOO_LARGE', 413, 'x'.repeat(65 * 1024), json],
      ['BODY_TOO_LARGE', 413, gzipSync('x'.repeat(65 * 1024)), json, { 'content-encoding': 'gzip' }],
      ['BODY_INCOMPLETE', 400, 'this is not gzip', json, { 'content-encoding': 'gzip' }],
      ['UNSUPPORTED_CONTENT_ENCODING', 415, '{}', json, { 'content-encoding': 'br' }],
      ['UNSUPPORTED_MEDIA_TYPE', 415, '<a/>', 'text/xml'],
      ['UNSUPPORTED_MEDIA_TYPE', 415, '{}', 'json'],
      ['UNSUPPORTED_MEDIA_TYPE', 415, 'a=b', 'application/x-www-form-urlencoded'],
      ['UNSUPPORTED_MEDIA_TYPE', 415, Buffer.from('{}')],
      ['UNSUPPORTED_CHARSET', 415, '{}', 'application/json; charset=iso-8859-1'],
    ];

    it.each(cases)('%s (%d)', async (...[code, status, body, type, headers]) => {
      const answer = await post(`${gateway.origin}/v1/reports`, token, type, body, headers);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.body).toMatchObject({
        code,
        status,
        type: `urn:tidemark:problem:${code}`,
        title: expect.any(String),
        detail: expect.any(String),
      });
      expect(answer.status).toBe(status);
      expect(await envelopesIn(log)).toEqual([]);
    });

    it('TOO_MANY_RECORDS (422)', async () => {
      await gateway.stop();
      await start({});
      const records = new Array(5_001).fill(record());
      expect(await sendJson(report({ records }))).toMatchObject({ status: 422, body: { code: 'TOO_MANY_RECORDS', field: 'records' } });
      expect((await sendJson(report({ records: records.slice(1) }))).status).toBe(202);
    });

    it('BODY_TIMEOUT (408) for a body that does not come', async () => {
      const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
        const slow = httpRequest(`${gateway.origin}/v1/reports`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': json, 'content-length': 100 },
        });
        slow.on('error', reject);
        slow.on('response', (response) => {
          response.setEncoding('utf8');
          let text = '';
          response.on('data', (chunk) => (text += chunk)).on('end', () => resolve({ status: response.statusCode, text }));
        });
        slow.write('{"source"');
      });
      expect(answer.status).toBe(408);
      expect(JSON.parse(answer.text).code).toBe('BODY_TIMEOUT');
    });
  });

  describe('who may write', () => {
    const as = (who: string | undefined) => post(`${gateway.origin}/v1/reports`, who, 'application/json', JSON.stringify(report()));

    it('nobody without a good token, a client without the scope, or a client of no provider', async () => {
      expect(await as(undefined)).toMatchObject({ status: 401, body: { code: 'TOKEN_MISSING' } });
      expect(await as('forged')).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
      expect(await as(gateway.tokens.provider('alpha', ['usage:read']))).toMatchObject({ status: 403, body: { code: 'MISSING_SCOPE' } });
      expect(await as(gateway.tokens.operator())).toMatchObject({ status: 403, body: { code: 'TENANT_REQUIRED' } });
      expect(await as(gateway.tokens.oversight())).toMatchObject({ status: 403, body: { code: 'MISSING_SCOPE' } });
      expect(await envelopesIn(log)).toEqual([]);
    });

    it('and is asked before the body is read', async () => {
      const answer = await post(`${gateway.origin}/v1/reports`, undefined, 'application/json', 'x'.repeat(1_000_000));
      expect(answer.status).toBe(401);
    });
  });
});
