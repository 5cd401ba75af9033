import { create, fromJson, toBinary } from '@bufbuild/protobuf';
import { type ClientDuplexStream, credentials, loadPackageDefinition, Metadata } from '@grpc/grpc-js';
import { facility, packageDefinitionOf, usage } from '@tidemark/contracts';
import { type EventLog, TOPICS } from '@tidemark/messaging';
import { envelopesIn, post, type RunningGateway, record, report, startGateway } from './gateway.js';

// biome-ignore lint/suspicious/noExplicitAny: receipts are compared as they come
type Receipt = any;

const CE = { specversion: '1.0', id: 'e-1', source: 'meter', type: 'tidemark.usage.report.v1' };

/** What has to hold for the doors over any real log: run once on PostgreSQL and once on Kafka. */
export function doorsContract(openLog: () => Promise<EventLog>): void {
  let log: EventLog;
  let gateway: RunningGateway;
  let token: string;

  beforeAll(async () => {
    log = await openLog();
    gateway = await startGateway(log);
    token = gateway.tokens.provider('alpha');
  }, 60_000);
  afterAll(async () => {
    await gateway?.stop();
    await log?.close();
  }, 60_000);

  const makeProvider = async (provider: string) => {
    await log.ensureTopics([
      { name: TOPICS.intake(provider), partitions: 2 },
      { name: TOPICS.verdicts(provider), partitions: 1 },
    ]);
    const fact = { case: 'provider' as const, value: { id: provider, name: provider } };
    const value = toBinary(facility.FacilityEventSchema, create(facility.FacilityEventSchema, { id: `made-${provider}`, fact }));
    await log.append(TOPICS.facility, [{ key: provider, value }]);
  };

  const verdictsOf = async (provider: string, count: number): Promise<Receipt[]> => {
    for (const deadline = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const messages = await log.read(TOPICS.verdicts(provider), 0, 0n, 1_000);
      if (messages.length >= count) return messages.map(({ key, value }) => ({ key, ...JSON.parse(value.toString()) }));
      if (Date.now() > deadline) throw new Error(`${messages.length} of ${count} verdicts of ${provider} came in time`);
    }
  };

  const overGrpc = (value: object): Promise<Receipt> =>
    new Promise((resolve, reject) => {
      // biome-ignore lint/suspicious/noExplicitAny: clients of grpc-js are made at run time
      const { UsageIntake } = (loadPackageDefinition(packageDefinitionOf([usage.UsageIntake])) as any).tidemark.usage.v1;
      const client = new UsageIntake(gateway.grpc, credentials.createInsecure());
      const metadata = new Metadata();
      metadata.set('authorization', `Bearer ${token}`);
      const stream: ClientDuplexStream<unknown, usage.ReportReceipt> = client.report(metadata);
      stream.on('error', reject);
      stream.on('data', resolve);
      stream.on('end', () => client.close());
      stream.end(fromJson(usage.UsageReportSchema, value as never));
    });

  it('one report has one receipt, whichever door it came through, and stands in the log by then', async () => {
    await makeProvider('alpha');
    const value = report({
      records: [record(), record({ count: 0 }), record({ utilisation: { kind: 'OFU', value: '0.4300005' }, evidence: 'TELEMETRY' })],
    });
    const bytes = Buffer.from(toBinary(usage.UsageReportSchema, fromJson(usage.UsageReportSchema, value as never)));
    const text = JSON.stringify(value);
    const reports = `${gateway.origin}/v1/reports`;
    const events = `${gateway.origin}/v1/events`;
    const overHttp = [
      await post(reports, token, 'application/json', text),
      await post(reports, token, 'application/x-protobuf', bytes),
      await post(events, token, 'application/cloudevents+json', JSON.stringify({ ...CE, data: value })),
      await post(events, token, 'application/json', text, Object.fromEntries(Object.entries(CE).map(([name, v]) => [`ce-${name}`, v]))),
    ];
    for (const { status, body } of overHttp) {
      expect(status).toBe(202);
      const { log: topic, partition, offset } = body.position;
      const [stored] = await log.read(topic, partition, BigInt(offset), 1);
      expect(stored!.key).toBe('alpha/meter-1');
    }
    const fromGrpc = await overGrpc(value);
    await log.append(TOPICS.intake('alpha'), [
      { key: 'meter-1', value: bytes },
      { key: 'meter-1', value: Buffer.from(text), headers: { 'content-type': 'application/json' } },
      {
        key: 'meter-1',
        value: Buffer.from(text),
        headers: { 'content-type': 'application/json', ...Object.fromEntries(Object.entries(CE).map(([name, v]) => [`ce_${name}`, v])) },
      },
      { key: 'meter-1', value: Buffer.from('neither this nor that') },
    ]);
    const verdicts = await verdictsOf('alpha', 4);
    const [first] = overHttp;
    const asMessage = (receipt: Receipt) => ({ ...fromJson(usage.ReportReceiptSchema, receipt), position: undefined, message: undefined });
    const receipts = [
      ...overHttp.map(({ body }) => asMessage(body)),
      { ...fromGrpc, position: undefined },
      ...verdicts.slice(0, 3).map(({ key: _, ...receipt }) => asMessage(receipt)),
    ];
    for (const receipt of receipts) expect(receipt).toEqual(asMessage(first!.body));
    expect(receipts[0].verdicts).toHaveLength(1);
    expect(verdicts.map(({ message }) => message.log)).toEqual(new Array(4).fill('intake.alpha.v1'));
    expect(verdicts[3].refused.code).toBe('MALFORMED_PROTOBUF');
    const envelopes = await envelopesIn(log);
    expect(envelopes.map(({ door }) => door)).toEqual(['http', 'http', 'cloudevents', 'cloudevents', 'grpc', 'kafka', 'kafka', 'kafka']);
    expect(new Set(envelopes.map(({ contentHash }) => Buffer.from(contentHash).toString('hex'))).size).toBe(1);
  }, 60_000);

  it('origins rise within each stream and partition, under many requests at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, i) =>
        post(
          `${gateway.origin}/v1/reports`,
          token,
          'application/json',
          JSON.stringify(report({ source: `m-${i % 20}`, sequence: String(i + 1) })),
        ),
      ),
    );
    expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
    for (const { partition, earliest } of await log.endOffsets(TOPICS.reports)) {
      const highest = new Map<string, bigint>();
      const { decodeEnvelope } = await import('@tidemark/contracts');
      for (const { value } of await log.read(TOPICS.reports, partition, earliest, 10_000)) {
        const { stream, offset } = decodeEnvelope(value).origin;
        expect(offset > (highest.get(stream) ?? -1n)).toBe(true);
        highest.set(stream, offset);
      }
    }
    for (const { body } of answers) {
      const [stored] = await log.read(body.position.log, body.position.partition, BigInt(body.position.offset), 1);
      expect(stored!.key).toBe(`alpha/${body.source}`);
    }
  }, 60_000);

  it('a provider that is made later is heard without a restart', async () => {
    await makeProvider('gamma');
    await log.append(TOPICS.intake('gamma'), [
      { key: 'm', value: Buffer.from(JSON.stringify(report())), headers: { 'content-type': 'application/json' } },
    ]);
    const [verdict] = await verdictsOf('gamma', 1);
    expect(verdict).toMatchObject({ key: 'meter-1', provider: 'gamma', verdicts: [], message: { log: 'intake.gamma.v1' } });
  }, 60_000);
}
