import { decodeUsageReport, splitDelimited } from '@tidemark/contracts';
import type { ReportRead, ReportsRead } from './report-reader.js';

const CONTENT_TYPE = 'application/x-protobuf';

/** Larger than any body: the body's own limit has been applied before. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** One report; `raw` is a view of the same bytes. */
export function readOne(bytes: Buffer): ReportRead {
  const read = decodeUsageReport(bytes);
  return 'refused' in read ? read : { candidate: read.candidate, raw: () => bytes, rawContentType: CONTENT_TYPE };
}

/** Several reports, each behind its length as a varint. A report that cannot be read costs only itself. */
export function readDelimited(body: Buffer, maxReports: number): ReportsRead {
  const split = splitDelimited(body, { maxMessages: maxReports, maxMessageBytes: NO_LIMIT });
  return 'refused' in split ? split : { several: true, reports: split.messages.map(readOne) };
}

/**
 * A body that is announced as one report. Clients that write length-delimited ones and do not say so are understood where
 * nothing else can be meant: the body is no report with a source, and is exactly a sequence of reports with one.
 */
export function readProtobufReport(body: Buffer, maxReports: number): ReportsRead {
  const single = readOne(body);
  if (hasSource(single)) return { several: false, reports: [single] };
  const delimited = readDelimited(body, maxReports);
  if ('reports' in delimited && delimited.reports.length > 0 && delimited.reports.every(hasSource)) return delimited;
  return { several: false, reports: [single] };
}

const hasSource = (read: ReportRead): boolean =>
  'candidate' in read && typeof read.candidate.source === 'string' && read.candidate.source !== '';
