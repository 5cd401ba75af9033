import { Inject, Injectable } from '@nestjs/common';
import type { IncomingMessage } from '@tidemark/messaging';
import { EventReader } from '../cloudevents/event-reader.js';
import { DOOR_LIMITS_TOKEN, type DoorLimits } from '../door-limits.js';
import { type DoorRefusal, refusal } from '../door-problems.js';
import { readJson } from '../reading/json-text.js';
import { readOne } from '../reading/protobuf-reports.js';
import { type ReportRead, ReportReader } from '../reading/report-reader.js';

/** Reads messages of intake topics. One message is one report, whatever its form: its offset is the report's origin. */
@Injectable()
export class IntakeMessages {
  constructor(
    private readonly reports: ReportReader,
    private readonly events: EventReader,
    @Inject(DOOR_LIMITS_TOKEN) private readonly limits: DoorLimits,
  ) {}

  read(message: IncomingMessage): ReportRead {
    if (message.value.length === 0) return { refused: refusal('BODY_EMPTY', 'The message has no value.') };
    if (message.value.length > this.limits.bodyBytes)
      return { refused: refusal('BODY_TOO_LARGE', `The message has ${message.value.length} bytes, more than ${this.limits.bodyBytes}.`) };
    const headers = Object.entries(message.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const contentType = headers.find(([name]) => name === 'content-type')?.[1];
    if (isEvent(headers, contentType)) return this.readEvent(message.value, headers, contentType);
    // Without a word about it, a value is protobuf.
    const format = contentType === undefined ? { format: 'protobuf' as const } : this.reports.formatOf(contentType);
    if ('refused' in format) return format;
    if (format.format === 'protobuf') return readOne(message.value);
    if (format.format === 'json') return this.readJson(message.value);
    return {
      refused: refusal('UNSUPPORTED_MEDIA_TYPE', 'A message carries one report: several do not fit its one offset.', 'content-type'),
    };
  }

  private readJson(value: Buffer): ReportRead {
    const read = readJson(value, this.limits.jsonDepth);
    return 'refused' in read ? read : this.reports.readJsonReport(read.value, () => value);
  }

  private readEvent(body: Buffer, headers: readonly (readonly [string, string])[], contentType: string | undefined): ReportRead {
    const message = { headers, contentType, body };
    const announced = this.events.modeOf(message, 'ce_');
    const read = 'refused' in announced ? announced : this.events.read(message, announced.mode, 'ce_');
    return 'refused' in read ? (read as { refused: DoorRefusal }) : read.reports[0]!;
  }
}

const isEvent = (headers: readonly (readonly [string, string])[], contentType: string | undefined): boolean =>
  /^\s*application\/cloudevents/i.test(contentType ?? '') || headers.some(([name]) => name.startsWith('ce_'));
