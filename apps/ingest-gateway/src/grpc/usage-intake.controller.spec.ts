import { create, fromJson, type MessageInitShape } from '@bufbuild/protobuf';
import { type ClientDuplexStream, credentials, loadPackageDefinition, Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { packageDefinitionOf, usage } from '@tidemark/contracts';
import { envelopesIn, post, type RunningGateway, record, report, startGateway, until } from '../../test/gateway.js';
import { ScriptedLog } from '../../test/scripted-log.js';
import { Admission } from '../admission/admission.js';
import type { DoorLimits } from '../door-limits.js';

type Report = MessageInitShape<typeof usage.UsageReportSchema>;
type Stream = ClientDuplexStream<Report, usage.ReportReceipt>;

const message = (over: object = {}): Report => fromJson(usage.UsageReportSchema, report(over) as never);

describe('UsageIntake/Report', () => {
  let log: ScriptedLog;
  let gateway: RunningGateway;
  // biome-ignore lint/suspicious/noExplicitAny: clients of grpc-js are made at run time
  let client: any;

  const start = async (limits: Partial<DoorLimits> = {}) => {
    log = new ScriptedLog();
    gateway = await startGateway(log, limits);
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const { UsageIntake } = (loadPackageDefinition(packageDefinitionOf([usage.UsageIntake])) as any).tidemark.usage.v1;
    client = new UsageIntake(gateway.grpc, credentials.createInsecure());
  };
  afterEach(async () => {
    client.close();
    await gateway.stop();
  });

  const open = (token: string | undefined = gateway.tokens.provider('alpha')): Stream => {
    const metadata = new Metadata();
    if (token !== '') metadata.set('authorization', `Bearer ${token}`);
    return client.report(metadata);
  };
  /** Everything that comes back until the stream ends. */
  const collect = (stream: Stream) =>
    new Promise<{ receipts: usage.ReportReceipt[]; end: StatusObject }>((resolve) => {
      const receipts: usage.ReportReceipt[] = [];
      stream.on('data', (receipt) => receipts.push(receipt));
      stream.on('error', () => undefined);
      stream.on('status', (end) => resolve({ receipts, end }));
    });
  const streams = () => gateway.app.get(Admission, { strict: false }).status().streams;

  it('answers reports with receipts in their order; a refused one does not end the stream', async () => {
    await start();
    const stream = open();
    const done = collect(stream);
    for (const over of [{}, { epoch: 0 }, { sequence: '2', records: [record({ count: 0 }), record()] }, { source: 'meter-2' }])
      stream.write(message(over));
    stream.end();
    const { receipts, end } = await done;
    expect(end.code).toBe(status.OK);
    expect(receipts.map(({ source, sequence, refused }) => [source, sequence, refused?.code])).toEqual([
      ['meter-1', 1n, undefined],
      ['meter-1', 1n, 'EPOCH_INVALID'],
      ['meter-1', 2n, undefined],
      ['meter-2', 1n, undefined],
    ]);
    expect(receipts[2]!.verdicts).toMatchObject([
      { index: 0, verdict: usage.RecordVerdict_Verdict.REJECTED, code: 'COUNT_OUT_OF_RANGE', field: 'count' },
    ]);
    expect(receipts[2]!.position).toMatchObject({ log: 'usage.reports.v1', offset: expect.any(BigInt) });
    expect((await envelopesIn(log)).map(({ door }) => door)).toEqual(['grpc', 'grpc', 'grpc']);
  });

  it('gives the same receipt as HTTP', async () => {
    await start();
    const over = { records: [record(), record({ count: 0 }), record({ end_ms: '0', endMs: undefined })] };
    const http = await post(
      `${gateway.origin}/v1/reports`,
      gateway.tokens.provider('alpha'),
      'application/json',
      JSON.stringify(report(over)),
    );
    const stream = open();
    const done = collect(stream);
    stream.end(message({ ...over, records: [record(), record({ count: 0 }), record({ endMs: '0' })] }));
    const [receipt] = (await done).receipts;
    const fromHttp = fromJson(usage.ReportReceiptSchema, http.body);
    expect({ ...receipt, position: undefined }).toEqual({ ...fromHttp, position: undefined });
  });

  it('lets nobody in who may not write usage', async () => {
    await start();
    const attempts: [string, number, string][] = [
      ['', status.UNAUTHENTICATED, 'TOKEN_MISSING'],
      ['forged', status.UNAUTHENTICATED, 'TOKEN_INVALID'],
      [gateway.tokens.provider('alpha', ['usage:read']), status.PERMISSION_DENIED, 'MISSING_SCOPE'],
      [gateway.tokens.operator(), status.PERMISSION_DENIED, 'TENANT_REQUIRED'],
    ];
    for (const [token, code, word] of attempts) {
      const stream = open(token);
      const done = collect(stream);
      stream.write(message());
      const { receipts, end } = await done;
      expect({ receipts, code: end.code, details: end.details }).toEqual({ receipts: [], code, details: expect.stringContaining(word) });
    }
    expect(await envelopesIn(log)).toEqual([]);
  });

  it('refuses the report and not the stream when the log is away', async () => {
    await start();
    log.beforeAppend = () => Promise.reject(new Error('no'));
    const stream = open();
    const done = collect(stream);
    stream.write(message());
    await until(() => log.appends.length === 1);
    log.beforeAppend = () => undefined;
    stream.end(message({ sequence: '2' }));
    const { receipts, end } = await done;
    expect(end.code).toBe(status.OK);
    expect(receipts.map(({ refused, position }) => refused?.code ?? typeof position)).toEqual(['LOG_UNAVAILABLE', 'object']);
  });

  it('stops reading while the log is behind, and takes all of it once the log goes on', async () => {
    await start({ reportsInFlightPerStream: 8, waitingBytes: 50_000 });
    const gate = Promise.withResolvers<void>();
    log.beforeAppend = () => gate.promise;
    const stream = open();
    const done = collect(stream);
    const wide = Array.from({ length: 200 }, (_, i) => record({ job: `job-${i}-${'x'.repeat(100)}` }));
    const sent = 60;
    for (let i = 1; i <= sent; i += 1) stream.write(message({ sequence: String(i), records: wide }));
    stream.end();
    await until(() => log.appends.length === 1);
    // Time enough to read all of it, if it were read.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(log.appends).toHaveLength(1);
    gate.resolve();
    const { receipts, end } = await done;
    expect(end.code).toBe(status.OK);
    expect(receipts.map(({ sequence }) => sequence)).toEqual(Array.from({ length: sent }, (_, i) => BigInt(i + 1)));
    expect(receipts.every(({ refused }) => !refused)).toBe(true);
    // No batch held more than the stream may have in flight: nothing piled up meanwhile.
    expect(Math.max(...log.appends.map(({ count }) => count))).toBeLessThanOrEqual(8);
  });

  it('limits the streams of a provider', async () => {
    await start({ streamsPerProvider: 1 });
    const first = open();
    const done = collect(first);
    first.write(message());
    await until(() => log.appends.length === 1);
    const second = await collect(open());
    expect(second.end).toMatchObject({ code: status.RESOURCE_EXHAUSTED, details: expect.stringContaining('TOO_MANY_IN_FLIGHT') });
    first.end();
    expect((await done).end.code).toBe(status.OK);
    const third = open();
    third.end();
    expect((await collect(third)).end.code).toBe(status.OK);
  });

  it('asks for the token again while the stream is open', async () => {
    await start({ streamTokenMs: 0 });
    const token = gateway.tokens.provider('alpha');
    const stream = open(token);
    const done = collect(stream);
    stream.write(message());
    await until(() => log.appends.length === 1);
    gateway.tokens.verify = async () => ({ refused: { code: 'TOKEN_EXPIRED', detail: 'over' } });
    stream.write(message({ sequence: '2' }));
    const { receipts, end } = await done;
    expect(receipts).toHaveLength(1);
    expect(end).toMatchObject({ code: status.UNAUTHENTICATED, details: expect.stringContaining('TOKEN_EXPIRED') });
  });

  it('refuses a message above the limit', async () => {
    await start();
    const stream = open();
    const done = collect(stream);
    stream.write(create(usage.UsageReportSchema, { source: 'x'.repeat(9 * 1_048_576) }));
    expect((await done).end.code).toBe(status.RESOURCE_EXHAUSTED);
  });

  it('answers what it took when the process is stopped, and ends the stream', async () => {
    await start();
    const gate = Promise.withResolvers<void>();
    log.beforeAppend = () => gate.promise;
    const stream = open();
    const done = collect(stream);
    stream.write(message());
    await until(() => log.appends.length === 1);
    const stopped = gateway.stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    gate.resolve();
    const { receipts, end } = await done;
    expect(receipts).toHaveLength(1);
    expect(receipts[0]!.position).toBeDefined();
    expect(end).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('DOOR_CLOSED') });
    await stopped;
    await start();
  });

  it('forgets a stream whose client went away', async () => {
    await start({ streamsPerProvider: 1 });
    const stream = open();
    const done = collect(stream);
    stream.write(message());
    await until(() => streams() === 1);
    stream.cancel();
    await done;
    await until(() => streams() === 0);
    const next = open();
    const again = collect(next);
    next.end(message({ sequence: '2' }));
    expect((await again).receipts).toHaveLength(1);
  });
});
