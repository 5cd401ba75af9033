/** The ways into the ledger, as clients use them. Each takes some reports of one provider and answers their receipts, or throws. */
import { fromJson, toBinary } from '@bufbuild/protobuf';
import { credentials, Metadata, makeGenericClientConstructor } from '@grpc/grpc-js';
import { packageDefinitionOf, type ReportReceipt as ReceiptMessage, UsageIntake, UsageReportSchema } from '@tidemark/contracts';
import { NotRetryable } from './patience.js';

/** What all doors answer, reduced to what the storm compares. */
export interface Receipt {
  provider: string;
  source: string;
  epoch: number;
  sequence: string;
  contentHash: string;
  position: { log: string; partition: number; offset: string };
  rejected: number[];
}

export interface DoorCall {
  reports: Record<string, unknown>[];
  token: string;
  gatewayUrl: string;
  grpcAddress: string;
}

export type Door = (call: DoorCall) => Promise<Receipt[]>;

const TIMEOUT_MS = 15_000;

const bytesOf = (report: Record<string, unknown>): Uint8Array => toBinary(UsageReportSchema, fromJson(UsageReportSchema, report as never));

async function post({ gatewayUrl, token }: DoorCall, path: string, type: string, body: string | Uint8Array): Promise<Receipt[]> {
  const answer = await fetch(`${gatewayUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: body as NonNullable<RequestInit['body']>,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await answer.text();
  if (answer.status !== 202) {
    const message = `${path} answered ${answer.status}: ${text.slice(0, 500)}`;
    throw answer.status >= 500 || answer.status === 429 ? new Error(message) : new NotRetryable(message);
  }
  const json: unknown = JSON.parse(text);
  return (Array.isArray(json) ? json : [json]).map(receiptOf);
}

function receiptOf(value: unknown): Receipt {
  const json = value as Receipt & { refused?: unknown; verdicts?: { index?: number; verdict: string }[] };
  if (json.refused) throw refusal(json.refused);
  const { log, partition = 0, offset } = json.position;
  const rejected = (json.verdicts ?? []).filter(({ verdict }) => verdict === 'REJECTED').map(({ index }) => index ?? 0);
  const { provider, source, epoch, sequence, contentHash } = json;
  return {
    provider,
    source,
    epoch,
    sequence: String(sequence),
    contentHash,
    position: { log, partition, offset: String(offset ?? 0) },
    rejected,
  };
}

/** A refusal because the log is away is worth a retry; any other is a wrong answer, since every report of the storm is right as a whole. */
function refusal(refused: unknown): Error {
  const text = JSON.stringify(refused);
  return /UNAVAILABLE|TOO_MANY|CLOSED|BUSY/.test(text) ? new Error(text) : new NotRetryable(`refused: ${text}`);
}

function delimited(messages: Uint8Array[]): Uint8Array {
  return Buffer.concat(
    messages.flatMap((message) => {
      const length: number[] = [];
      for (let rest = message.length; ; rest >>>= 7) {
        if (rest < 128) return [Buffer.from([...length, rest]), message];
        length.push((rest & 127) | 128);
      }
    }),
  );
}

const cloudEvent = (report: Record<string, unknown>): Record<string, unknown> => ({
  ...{
    specversion: '1.0',
    type: 'tidemark.usage.report.v1', // A URI reference by the standard; the report names its meter itself.
    source: encodeURIComponent(String(report.source)),
    datacontenttype: 'application/json',
  },
  ...{ id: `${report.epoch}/${report.sequence}`, data: report },
});

const UsageIntakeClient = makeGenericClientConstructor(packageDefinitionOf([UsageIntake])[UsageIntake.typeName] as never, 'UsageIntake');

function overGrpc({ reports, token, grpcAddress }: DoorCall): Promise<Receipt[]> {
  const client = new UsageIntakeClient(grpcAddress, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  return new Promise<Receipt[]>((resolve, reject) => {
    const stream = client.Report!(metadata, { deadline: Date.now() + TIMEOUT_MS });
    const receipts: Receipt[] = [];
    stream.on('data', (receipt: ReceiptMessage) => {
      try {
        receipts.push(fromMessage(receipt));
      } catch (error) {
        reject(error);
      }
    });
    stream.on('error', reject);
    stream.on('end', () => (receipts.length === reports.length ? resolve(receipts) : reject(new Error('the stream ended early'))));
    for (const report of reports) stream.write(fromJson(UsageReportSchema, report as never));
    stream.end();
  }).finally(() => client.close());
}

function fromMessage({ provider, source, epoch, sequence, contentHash, position, verdicts, refused }: ReceiptMessage): Receipt {
  if (refused) throw refusal({ code: refused.code, message: refused.message });
  const where = { log: position!.log, partition: position!.partition, offset: String(position!.offset) };
  const rejected = verdicts.filter(({ verdict }) => verdict === 2).map(({ index }) => index);
  return { provider, source, epoch, sequence: String(sequence), contentHash, position: where, rejected };
}

export const DOORS: Record<string, Door> = {
  json: async (call) =>
    post(call, '/v1/reports', 'application/json', JSON.stringify(call.reports.length === 1 ? call.reports[0] : call.reports)),
  lines: async (call) => post(call, '/v1/reports', 'application/x-ndjson', call.reports.map((report) => JSON.stringify(report)).join('\n')),
  protobuf: async (call) =>
    call.reports.length === 1
      ? post(call, '/v1/reports', 'application/x-protobuf', bytesOf(call.reports[0]!))
      : post(call, '/v1/reports', 'application/x-protobuf; delimited=true', delimited(call.reports.map(bytesOf))),
  events: async (call) =>
    call.reports.length === 1
      ? post(call, '/v1/events', 'application/cloudevents+json', JSON.stringify(cloudEvent(call.reports[0]!)))
      : post(call, '/v1/events', 'application/cloudevents-batch+json', JSON.stringify(call.reports.map(cloudEvent))),
  grpc: overGrpc,
};

/** A message for the provider's intake topic: half of them protobuf, half JSON. */
export function intakeMessage(
  report: Record<string, unknown>,
  asJson: boolean,
): { key: string; value: Uint8Array; headers: Record<string, string> } {
  const key = String(report.source);
  if (asJson) return { key, value: Buffer.from(JSON.stringify(report)), headers: { 'content-type': 'application/json' } };
  return { key, value: bytesOf(report), headers: {} };
}
