/** Every way in that needs no broker, as ordinary clients use it. Each takes one report and answers its receipt. */
import { fromJson, toBinary } from '@bufbuild/protobuf';
import { UsageReportSchema } from '@tidemark/contracts';
import type { Answer, Body, Client } from './client.js';
import { ReflectedService } from './grpc-reflection.js';
import { run, type Tidemark } from './tidemark.js';

export type Report = Record<string, unknown>;
/** Compared as it comes: JSON of a ReportReceipt. */
export type Receipt = Answer['body'];
export type Door = (tidemark: Tidemark, client: Client, report: Report) => Promise<Receipt>;

export const protobufOf = (report: Report): Buffer =>
  Buffer.from(toBinary(UsageReportSchema, fromJson(UsageReportSchema, report as never)));

/** Its length as a varint, then the message. */
export function delimited(message: Buffer): Buffer {
  const length: number[] = [];
  let rest = message.length;
  for (; rest > 127; rest >>>= 7) length.push((rest & 127) | 128);
  return Buffer.concat([Buffer.from([...length, rest]), message]);
}

export const eventOf = (report: Report, over: object = {}): Record<string, unknown> => ({
  specversion: '1.0',
  id: 'e-1',
  source: '/some/exporter',
  type: 'tidemark.usage.report.v1',
  datacontenttype: 'application/json',
  data: report,
  ...over,
});

const http =
  (path: string, type: string, body: (report: Report) => Body, headers: Record<string, string> = {}): Door =>
  async (_, client, report) => {
    const answer = await client.send('POST', path, body(report), { 'content-type': type, ...headers });
    if (answer.status !== 202) throw new Error(`${path} as ${type} answered ${answer.status}: ${answer.text}`);
    return Array.isArray(answer.body) ? answer.body[0] : answer.body;
  };

const CE_HEADERS = { 'ce-specversion': '1.0', 'ce-id': 'e-1', 'ce-source': '/some/exporter', 'ce-type': 'tidemark.usage.report.v1' };

export const DOORS: Record<string, Door> = {
  json: http('/v1/reports', 'application/json', JSON.stringify),
  'json-array': http('/v1/reports', 'application/json', (report) => JSON.stringify([report])),
  ndjson: http('/v1/reports', 'application/x-ndjson', (report) => `${JSON.stringify(report)}\n`),
  protobuf: http('/v1/reports', 'application/x-protobuf', (report) => new Uint8Array(protobufOf(report))),
  'protobuf-delimited': http(
    '/v1/reports',
    'application/x-protobuf; delimited=true',
    (report) => new Uint8Array(delimited(protobufOf(report))),
  ),
  'event-structured': http('/v1/events', 'application/cloudevents+json', (report) => JSON.stringify(eventOf(report))),
  'event-structured-protobuf': http('/v1/events', 'application/cloudevents+json', (report) =>
    JSON.stringify(
      eventOf(report, { datacontenttype: 'application/x-protobuf', data: undefined, data_base64: protobufOf(report).toString('base64') }),
    ),
  ),
  'event-batch': http('/v1/events', 'application/cloudevents-batch+json', (report) => JSON.stringify([eventOf(report)])),
  'event-binary': http('/v1/events', 'application/json', JSON.stringify, CE_HEADERS),
  'event-binary-protobuf': http('/v1/events', 'application/x-protobuf', (report) => new Uint8Array(protobufOf(report)), CE_HEADERS),
  grpc: overGrpc,
};

/** Knows nothing but the address: the messages are what the server says of itself. */
async function overGrpc(tidemark: Tidemark, client: Client, report: Report): Promise<Receipt> {
  const service = await ReflectedService.of(tidemark.grpc, 'tidemark.usage.v1.UsageIntake');
  const call = service.open('Report', { authorization: `Bearer ${await client.token()}` });
  try {
    return await call.ask(report);
  } finally {
    await call.end();
    service.close();
  }
}

/** The well-known command, where it is installed. */
export const GRPCURL: Door = async (tidemark, client, report) => {
  const args = ['-plaintext', '-H', `authorization: Bearer ${await client.token()}`, '-d', '@', tidemark.grpc];
  const { code, stdout, stderr } = await run(
    'grpcurl',
    [...args, 'tidemark.usage.v1.UsageIntake/Report'],
    process.env,
    JSON.stringify(report),
  );
  if (code !== 0) throw new Error(`grpcurl ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
};

export const hasGrpcurl = await run('grpcurl', ['-version']).then(
  () => true,
  () => false,
);

/** What must be the same through every door. Defaults of proto3 JSON may be left out by one and written by another. */
export const comparable = ({ provider, epoch, contentHash, verdicts = [], refused }: Receipt) => ({
  provider,
  epoch,
  contentHash,
  refused: refused?.code,
  verdicts: verdicts
    .filter(({ verdict }: Receipt) => verdict !== 'ACCEPTED')
    .map(({ index = 0, verdict, code, field, message }: Receipt) => ({ index, verdict, code, field, message })),
});
