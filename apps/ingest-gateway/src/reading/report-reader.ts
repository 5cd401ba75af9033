import { Inject, Injectable } from '@nestjs/common';
import { candidateFromJson } from '@tidemark/domain';
import { DOOR_LIMITS_TOKEN, type DoorLimits } from '../door-limits.js';
import { type DoorRefusal, refusal } from '../door-problems.js';
import type { ReadReport } from '../submission/submission.js';
import { elementsOf, readJson } from './json-text.js';
import { isUtf8, readMediaType } from './media-type.js';
import { readDelimited, readProtobufReport } from './protobuf-reports.js';

/** A report that could be read, or why not: one of several costs only itself. */
export type ReportRead = ReadReport | { refused: DoorRefusal };
export type ReportsRead = { several: boolean; reports: ReportRead[] } | { refused: DoorRefusal };

export type ReportFormat = 'json' | 'json-lines' | 'protobuf' | 'protobuf-delimited';

const NEWLINE = 0x0a;
const PROTOBUF_TYPES = ['application/x-protobuf', 'application/protobuf', 'application/vnd.google.protobuf'];

/** Bytes to candidates, for every media type of `POST /v1/reports` and of intake messages. */
@Injectable()
export class ReportReader {
  constructor(@Inject(DOOR_LIMITS_TOKEN) private readonly limits: DoorLimits) {}

  /** What a content-type header announces. */
  formatOf(contentType: string | undefined): { format: ReportFormat } | { refused: DoorRefusal } {
    const type = readMediaType(contentType);
    if (!type)
      return unsupported(contentType === undefined ? 'The content-type is missing.' : `"${contentType.slice(0, 80)}" is not a media type.`);
    if (PROTOBUF_TYPES.includes(type.essence))
      return { format: type.parameters.get('delimited')?.toLowerCase() === 'true' ? 'protobuf-delimited' : 'protobuf' };
    const format = type.essence === 'application/json' ? 'json' : type.essence === 'application/x-ndjson' ? 'json-lines' : undefined;
    if (!format) return unsupported(`${type.essence.slice(0, 80)} is not taken here.`);
    if (!isUtf8(type))
      return { refused: refusal('UNSUPPORTED_CHARSET', `charset is "${type.parameters.get('charset')?.slice(0, 40)}".`, 'content-type') };
    return { format };
  }

  read(body: Buffer, format: ReportFormat): ReportsRead {
    if (body.length === 0) return { refused: refusal('BODY_EMPTY', 'The body is empty.') };
    const read = this.readAs(body, format);
    if ('refused' in read) return read;
    if (read.reports.length === 0) return { refused: refusal('BODY_EMPTY', 'The body holds no report.') };
    if (read.reports.length > this.limits.reportsPerRequest) return this.tooMany(read.reports.length);
    return read;
  }

  /** Reads one JSON value as a report; `raw` gives the text that it came in. */
  readJsonReport(value: unknown, raw: () => Buffer, rawContentType = 'application/json'): ReportRead {
    const read = candidateFromJson(value);
    return 'refused' in read ? read : { candidate: read.candidate, raw, rawContentType };
  }

  private readAs(body: Buffer, format: ReportFormat): ReportsRead {
    switch (format) {
      case 'json':
        return this.readJsonBody(body);
      case 'json-lines':
        return this.readLines(body);
      case 'protobuf':
        return readProtobufReport(body, this.limits.reportsPerRequest);
      case 'protobuf-delimited':
        return readDelimited(body, this.limits.reportsPerRequest);
    }
  }

  private readJsonBody(body: Buffer): ReportsRead {
    const read = readJson(body, this.limits.jsonDepth);
    if ('refused' in read) return read;
    if (!Array.isArray(read.value)) return { several: false, reports: [this.readJsonReport(read.value, () => body)] };
    // Counted before the work is done, for the same reason as the limit.
    if (read.value.length > this.limits.reportsPerRequest) return this.tooMany(read.value.length);
    return { several: true, reports: read.value.map((value, i) => this.readJsonReport(value, () => elementsOf(body)[i]!)) };
  }

  /** Blank lines are passed over; a line that cannot be read costs only itself. */
  private readLines(body: Buffer): ReportsRead {
    const reports: ReportRead[] = [];
    for (let start = 0; start < body.length; ) {
      const found = body.indexOf(NEWLINE, start);
      const end = found < 0 ? body.length : found;
      const line = body.subarray(start, end);
      start = end + 1;
      if (isBlank(line)) continue;
      if (reports.length >= this.limits.reportsPerRequest) return this.tooMany(reports.length + 1);
      const read = readJson(line, this.limits.jsonDepth);
      reports.push('refused' in read ? read : this.readJsonReport(read.value, () => line));
    }
    return { several: true, reports };
  }

  private tooMany(count: number): { refused: DoorRefusal } {
    return {
      refused: refusal('TOO_MANY_REPORTS', `The request holds at least ${count} reports, more than ${this.limits.reportsPerRequest}.`),
    };
  }
}

const unsupported = (message: string) => ({ refused: refusal('UNSUPPORTED_MEDIA_TYPE', message, 'content-type') });

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
