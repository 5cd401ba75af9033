import { decodeUsageReport } from '@tidemark/contracts';
import { emptyCandidate, type ReportCandidate } from '@tidemark/domain';
import type { ReportRead } from '../reading/report-reader.js';
import { type CloudEvent, refuseEvent } from './cloud-event.model.js';

const REPORT_V1 = 'tidemark.usage.report.v1';
const RECORD_V1 = 'tidemark.usage.record.v1';
const PROTOBUF_TYPES = ['application/x-protobuf', 'application/protobuf', 'application/vnd.google.protobuf'];

/** What an event came in, kept when its report is of a schema version that cannot be read here. */
export interface RawEvent {
  bytes: () => Buffer;
  contentType: string;
}

/** Makes a report of a JSON value. */
export type ReadJsonReport = (value: unknown, raw: () => Buffer, rawContentType: string) => ReportRead;

/** The report in an event of a type that this door takes. */
export function reportOfEvent(event: CloudEvent, raw: RawEvent, readJson: ReadJsonReport): ReportRead {
  switch (event.type) {
    case REPORT_V1:
      return reportOf(event, raw, readJson);
    case RECORD_V1:
      return reportOfRecord(event);
    default:
      return refuseEvent('UNKNOWN_EVENT_TYPE', 'type', `Events of type "${event.type.slice(0, 80)}" are not taken here.`);
  }
}

function reportOf(event: CloudEvent, raw: RawEvent, readJson: ReadJsonReport): ReportRead {
  if (event.data.form === 'none') return missingData();
  if (event.data.form === 'json') return isProtobuf(event) ? notBytes() : readJson(event.data.value, raw.bytes, raw.contentType);
  const { bytes } = event.data;
  if (!isProtobuf(event)) return unsupportedData(event);
  const read = decodeUsageReport(bytes);
  return 'refused' in read ? read : { candidate: read.candidate, raw: () => bytes, rawContentType: 'application/x-protobuf' };
}

/**
 * One record as an event is a report of one record: the event's source is the meter, its id the place in the meter's
 * sequence, its time (if any) when the report was made.
 */
function reportOfRecord(event: CloudEvent): ReportRead {
  const place = placeOf(event.id);
  if (!place)
    return refuseEvent('EVENT_ID_NOT_A_SEQUENCE', 'id', `The id "${event.id.slice(0, 40)}" is neither <epoch>/<sequence> nor a sequence.`);
  const records = recordsOf(event);
  if ('refused' in records) return records;
  const producedAtMs = event.time === undefined ? undefined : Math.max(0, Date.parse(event.time));
  const candidate: ReportCandidate = { ...emptyCandidate(), source: event.source, ...place, producedAtMs, records: records.records };
  return { candidate, raw: noLaterVersion, rawContentType: '' };
}

function recordsOf(event: CloudEvent): { records: unknown } | Extract<ReportRead, { refused: unknown }> {
  if (event.data.form === 'none') return missingData();
  if (event.data.form === 'json') return isProtobuf(event) ? notBytes() : { records: [event.data.value] };
  if (!isProtobuf(event)) return unsupportedData(event);
  // A report whose only field is this record, so that the one decoder reads it.
  const read = decodeUsageReport(Buffer.concat([recordTag(event.data.bytes.length), event.data.bytes]));
  return 'refused' in read ? read : { records: read.candidate.records };
}

/** Field 5, length-delimited, and the length as a varint. */
function recordTag(length: number): Buffer {
  const bytes = [(5 << 3) | 2];
  let rest = length;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}

function placeOf(id: string): { epoch: string; sequence: string } | undefined {
  const [, epoch = '1', sequence] = /^(?:([1-9][0-9]{0,9})\/)?([1-9][0-9]{0,19})$/.exec(id) ?? [];
  return sequence === undefined ? undefined : { epoch, sequence };
}

const isProtobuf = ({ datacontenttype }: CloudEvent): boolean =>
  PROTOBUF_TYPES.includes(datacontenttype?.split(';', 1)[0]?.trim().toLowerCase() ?? '');

const missingData = () => refuseEvent('EVENT_DATA_MISSING', 'data', 'The event has no data.');

const notBytes = () => refuseEvent('EVENT_DATA_INVALID', 'data', 'Protobuf data must come as bytes: data_base64 in the JSON format.');

const unsupportedData = ({ datacontenttype }: CloudEvent) =>
  refuseEvent(
    'EVENT_DATA_TYPE_UNSUPPORTED',
    'datacontenttype',
    `Data of type "${datacontenttype?.slice(0, 80) ?? 'none'}" is not taken here.`,
  );

/** The raw form is asked for only when a later version of the schema is announced, which a single record cannot do. */
function noLaterVersion(): never {
  throw new Error('an event of one record is always of version 1');
}
