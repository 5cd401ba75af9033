/** What stands in the reports topic, decoded by the generated code alone: an error in the hand-written codecs must not hide here. */
import { hash } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { RecordColumnsSchema, type ReportEnvelope, ReportEnvelopeSchema } from '@tidemark/contracts';
import { type EventLog, type IncomingMessage, TOPICS } from '@tidemark/messaging';
import { reportKey, type Submission, type TruthRecord } from '../../truth/truth.model.js';

export interface LoggedReport {
  partition: number;
  offset: bigint;
  origin: { stream: string; offset: bigint };
  /** The transport delivered this submission before: it counts for nothing. */
  repeated: boolean;
  report: Submission;
}

export async function readTopic(log: EventLog, topic: string): Promise<(IncomingMessage & { partition: number })[]> {
  const messages: (IncomingMessage & { partition: number })[] = [];
  for (const { partition, earliest, end } of await log.endOffsets(topic))
    for (let next = earliest; next < end; ) {
      const part = await log.read(topic, partition, next, 500);
      if (part.length === 0) break;
      messages.push(...part.map((message) => ({ ...message, partition })));
      next = part.at(-1)!.offset + 1n;
    }
  return messages;
}

/** Every message of the reports topic, in log order within a partition. */
export async function readReports(log: EventLog): Promise<LoggedReport[]> {
  const taken = new Map<string, bigint>();
  const reports: LoggedReport[] = [];
  for (const message of await readTopic(log, TOPICS.reports)) {
    const logged = decodeReport(message.partition, message);
    const lane = `${logged.partition}|${logged.origin.stream}`;
    const before = taken.get(lane);
    const repeated = before !== undefined && logged.origin.offset <= before;
    if (!repeated) taken.set(lane, logged.origin.offset);
    reports.push({ ...logged, repeated });
  }
  return reports;
}

export function decodeReport(partition: number, { offset, value }: IncomingMessage): Omit<LoggedReport, 'repeated'> {
  const envelope = fromBinary(ReportEnvelopeSchema, value);
  const origin = { stream: envelope.origin!.stream, offset: envelope.origin!.offset };
  return { partition, offset, origin, report: submissionOf(envelope) };
}

export const idOf = ({ provider, source, epoch, sequence }: Submission): string => reportKey(provider, source, epoch, sequence);

function submissionOf(envelope: ReportEnvelope): Submission {
  const contentHash = Buffer.from(envelope.contentHash).toString('hex');
  const opaque = envelope.schemaVersion !== 1;
  if (!opaque && contentHash !== hash('sha256', envelope.columns))
    throw new Error(`the content hash of ${envelope.source} ${envelope.sequence} is not that of its columns`);
  return {
    provider: envelope.provider,
    source: envelope.source,
    epoch: envelope.epoch,
    sequence: envelope.sequence,
    contentHash,
    recordCount: envelope.recordCount,
    rejected: envelope.rejected.map(({ index }) => index),
    records: opaque ? [] : recordsOf(envelope.columns),
    opaque,
  };
}

function recordsOf(bytes: Uint8Array): TruthRecord[] {
  const columns = fromBinary(RecordColumnsSchema, bytes);
  const name = (places: number[], row: number): string => columns.names[places[row] ?? 0] ?? '';
  const records: TruthRecord[] = [];
  let startMs = 0;
  let device = 0;
  for (let row = 0; row < columns.length; row += 1) {
    startMs += Number(columns.startDeltaMs[row] ?? 0n);
    const grade = columns.grade[row] ?? 0;
    const correction = columns.corrections.find((entry) => entry.row === row);
    const devices = columns.devices.slice(device, device + (columns.deviceCount[row] ?? 0));
    device += devices.length;
    records.push({
      index: columns.index.length === 0 ? row : columns.index[row]!,
      account: name(columns.account, row),
      cluster: name(columns.cluster, row),
      accelerator: name(columns.accelerator, row),
      count: columns.count[row] ?? 0,
      startMs,
      endMs: startMs + (columns.durationMs[row] ?? 0),
      node: name(columns.node, row),
      devices,
      job: name(columns.job, row),
      ...{
        kind: grade & 7,
        format: (grade >> 3) & 7,
        evidence: (grade >> 6) & 3,
        workload: (grade >> 8) & 3,
        workloadEvidence: (grade >> 10) & 3,
      },
      ppm: columns.utilisationPpm[row] ?? 0,
      ...(correction
        ? { correction: { epoch: correction.epoch, sequence: correction.sequence, index: correction.index, void: correction.void } }
        : {}),
    });
  }
  return records;
}
