import { fromJson, toBinary } from '@bufbuild/protobuf';
import { usage } from '@tidemark/contracts';
import { type BatchContext, type IncomingMessage, TOPICS } from '@tidemark/messaging';
import { envelopesIn, post, type RunningGateway, record, report, startGateway } from '../../test/gateway.js';
import { ScriptedLog } from '../../test/scripted-log.js';
import { PrepareReportHandler } from '../submission/prepare-report.handler.js';
import { INTAKE_TOPICS } from './intake.consumer.js';

const TOPIC = TOPICS.intake('alpha');
const protobuf = (over: object = {}) =>
  Buffer.from(toBinary(usage.UsageReportSchema, fromJson(usage.UsageReportSchema, report(over) as never)));
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('intake topics', () => {
  let log: ScriptedLog;
  let gateway: RunningGateway;
  let context: BatchContext & { aside: [bigint, string][]; beats: number };

  beforeEach(async () => {
    log = new ScriptedLog();
    gateway = await startGateway(log, { bodyBytes: 50_000, reportsPerRequest: 4 });
    context = {
      aside: [],
      beats: 0,
      isStale: () => false,
      heartbeat: async () => {
        context.beats += 1;
      },
      deadLetter: async (message, reason) => {
        context.aside.push([message.offset, reason]);
      },
    };
  });
  afterEach(() => gateway.stop());

  let offset = 0n;
  const message = (value: Buffer, headers: Record<string, string> = {}): IncomingMessage => ({
    offset: offset++,
    key: 'any',
    value,
    headers,
    timestampMs: 0,
  });
  const deliver = (messages: IncomingMessage[], topic = TOPIC) =>
    log.subscriber!({ topic, partition: 2, messages, endOffset: messages.at(-1)!.offset + 1n }, context);
  // biome-ignore lint/suspicious/noExplicitAny: receipts of every shape
  const verdicts = (): any[] =>
    (log.messages.get(TOPICS.verdicts('alpha')) ?? []).map(({ key, value }) => ({ key, ...JSON.parse(Buffer.from(value).toString()) }));

  it('give the same receipt as HTTP, from every form, with the coordinates of the message', async () => {
    const value = report({ records: [record(), record({ count: 0 })] });
    const http = await post(`${gateway.origin}/v1/reports`, gateway.tokens.provider('alpha'), 'application/json', JSON.stringify(value));
    const ce = { ce_specversion: '1.0', ce_id: '1', ce_source: 'm', ce_type: 'tidemark.usage.report.v1' };
    const messages = [
      message(protobuf({ records: value.records })),
      message(protobuf({ records: value.records }), { 'content-type': 'application/x-protobuf' }),
      message(json(value), { 'Content-Type': 'application/json; charset=utf-8' }),
      message(json(value), { ...ce, 'content-type': 'application/json' }),
      message(protobuf({ records: value.records }), { ...ce, 'content-type': 'application/x-protobuf' }),
      message(json({ specversion: '1.0', id: '1', source: 'm', type: ce.ce_type, data: value }), {
        'content-type': 'application/cloudevents+json',
      }),
    ];
    await deliver(messages);
    const given = verdicts();
    expect(given).toHaveLength(messages.length);
    for (const [i, { key, message: coordinates, ...receipt }] of given.entries()) {
      expect(key).toBe('meter-1');
      expect(coordinates).toEqual({ log: TOPIC, partition: 2, offset: String(messages[i]!.offset) });
      expect({ ...receipt, position: undefined }).toEqual({ ...http.body, position: undefined });
    }
    const kept = (await envelopesIn(log)).filter(({ door }) => door === 'kafka');
    expect(kept.map(({ origin }) => origin)).toEqual(messages.map(({ offset }) => ({ stream: `${TOPIC}/2`, offset })));
  });

  it('answer every message, also one that cannot be read, with its own code', async () => {
    const text = { 'content-type': 'application/json' };
    const cases: [string, IncomingMessage][] = [
      ['BODY_EMPTY', message(Buffer.alloc(0))],
      ['BODY_TOO_LARGE', message(Buffer.alloc(50_001))],
      ['MALFORMED_PROTOBUF', message(Buffer.from('hello there'))],
      ['MALFORMED_JSON', message(Buffer.from('{'), text)],
      ['BODY_NOT_UTF8', message(Buffer.from([0x22, 0xff, 0x22]), text)],
      ['JSON_TOO_DEEP', message(Buffer.from(`${'['.repeat(40)}`), text)],
      ['REPORT_NOT_AN_OBJECT', message(json([report()]), text)],
      ['UNSUPPORTED_MEDIA_TYPE', message(json(report()), { 'content-type': 'application/x-ndjson' })],
      ['UNSUPPORTED_MEDIA_TYPE', message(json(report()), { 'content-type': 'text/plain' })],
      ['UNSUPPORTED_MEDIA_TYPE', message(json([]), { 'content-type': 'application/cloudevents-batch+json' })],
      ['UNSUPPORTED_SPECVERSION', message(json({}), { ce_specversion: '0.3' })],
      ['EVENT_NOT_AN_OBJECT', message(json(7), { 'content-type': 'application/cloudevents+json' })],
      ['SEQUENCE_INVALID', message(json(report({ sequence: 0 })), text)],
      ['UNKNOWN_REPORT_FIELD', message(json(report({ provider: 'beta' })), text)],
    ];
    await deliver([...cases.map(([, bad]) => bad), message(protobuf())]);
    expect(verdicts().map(({ refused }) => refused?.code)).toEqual([...cases.map(([code]) => code), undefined]);
    expect(await envelopesIn(log)).toHaveLength(1);
    expect(context.aside).toEqual([]);
  });

  it('take the tenant from the topic', async () => {
    await deliver([message(protobuf())], TOPICS.intake('beta-2'));
    expect(await envelopesIn(log)).toMatchObject([{ provider: 'beta-2' }]);
    expect(log.messages.has(TOPICS.verdicts('beta-2'))).toBe(true);
    for (const topic of ['intake.Alpha.v1', 'intake..v1', 'intake.a.v10', 'xintake.a.v1', 'intake.a.b.v1'])
      expect(INTAKE_TOPICS.test(topic)).toBe(false);
  });

  it('come again as a whole when the log fails, with the same origins, and give no verdict before', async () => {
    const messages = [message(protobuf()), message(protobuf({ sequence: '2' }))];
    log.beforeAppend = () => Promise.reject(new Error('away'));
    await expect(deliver(messages)).rejects.toThrow('away');
    expect(verdicts()).toEqual([]);
    log.beforeAppend = () => undefined;
    await deliver(messages);
    await deliver(messages);
    expect((await envelopesIn(log)).map(({ origin }) => origin.offset)).toEqual([...messages, ...messages].map(({ offset }) => offset));
    expect(verdicts()).toHaveLength(4);
  });

  it('stop when the partition was taken away', async () => {
    context.isStale = () => true;
    await deliver([message(protobuf())]);
    expect(await envelopesIn(log)).toEqual([]);
  });

  it('put aside what a fault of the door cannot read, say so, and go on', async () => {
    const prepare = gateway.app.get(PrepareReportHandler, { strict: false });
    const handle = prepare.handle.bind(prepare);
    prepare.handle = (submission) => {
      if (submission.candidate.sequence === 13) throw new Error('a fault');
      return handle(submission);
    };
    const bad = message(protobuf({ sequence: '13' }));
    await deliver([bad, message(protobuf())]);
    expect(context.aside).toEqual([[bad.offset, 'a fault']]);
    expect(verdicts().map(({ refused }) => refused?.code)).toEqual(['PUT_ASIDE', undefined]);
  });

  it('beat between chunks of a large batch', async () => {
    await deliver(Array.from({ length: 1_001 }, (_, i) => message(protobuf({ sequence: String(i + 1) }))));
    expect(context.beats).toBe(3);
    expect(verdicts()).toHaveLength(1_001);
  });
});
