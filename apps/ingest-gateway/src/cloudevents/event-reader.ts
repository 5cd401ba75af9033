import { Inject, Injectable } from '@nestjs/common';
import { DOOR_LIMITS_TOKEN, type DoorLimits } from '../door-limits.js';
import { type DoorRefusal, refusal } from '../door-problems.js';
import { elementsOf, readJson } from '../reading/json-text.js';
import { isUtf8, readMediaType } from '../reading/media-type.js';
import { type ReportRead, ReportReader, type ReportsRead } from '../reading/report-reader.js';
import { type BinaryMessage, eventOfHttpHeaders, eventOfKafkaHeaders } from './binary-mode.js';
import type { ParsedEvent } from './cloud-event.model.js';
import { eventOfJson } from './json-format.js';
import { type RawEvent, reportOfEvent } from './usage-event.js';

/** A message of any transport that may be an event. Header names in lower case; repeated headers come repeatedly. */
export interface EventMessage {
  headers: readonly (readonly [name: string, value: string])[];
  contentType: string | undefined;
  body: Buffer;
}

export type EventMode = 'structured' | 'batch' | 'binary';

/** Events to candidates: the content modes of CloudEvents 1.0 over HTTP and Kafka. */
@Injectable()
export class EventReader {
  constructor(
    private readonly reports: ReportReader,
    @Inject(DOOR_LIMITS_TOKEN) private readonly limits: DoorLimits,
  ) {}

  /** Which content mode the headers announce; refused when the message cannot be an event that is read here. */
  modeOf({ headers, contentType }: Omit<EventMessage, 'body'>, prefix: 'ce-' | 'ce_'): { mode: EventMode } | { refused: DoorRefusal } {
    const type = readMediaType(contentType);
    if (type?.essence.startsWith('application/cloudevents')) {
      if (!isUtf8(type)) return { refused: refusal('UNSUPPORTED_CHARSET', 'Structured events are read as UTF-8.', 'content-type') };
      if (type.essence === 'application/cloudevents+json') return { mode: 'structured' };
      // The Kafka binding knows no batches: one message is one event.
      if (type.essence === 'application/cloudevents-batch+json' && prefix === 'ce-') return { mode: 'batch' };
      return {
        refused: refusal('UNSUPPORTED_MEDIA_TYPE', `The event format ${type.essence.slice(0, 80)} is not taken here.`, 'content-type'),
      };
    }
    if (headers.some(([name]) => name.startsWith(prefix))) return { mode: 'binary' };
    const given = contentType === undefined ? 'no content-type' : `content-type "${contentType.slice(0, 80)}"`;
    return {
      refused: refusal(
        'UNSUPPORTED_MEDIA_TYPE',
        `The message is not an event: ${given}, and no header of ${prefix}specversion.`,
        'content-type',
      ),
    };
  }

  read(message: EventMessage, mode: EventMode, prefix: 'ce-' | 'ce_'): ReportsRead {
    if (mode === 'binary')
      return this.one(this.binary(message, prefix), { bytes: () => message.body, contentType: message.contentType ?? '' });
    if (message.body.length === 0) return { refused: refusal('BODY_EMPTY', 'The body is empty.') };
    const read = readJson(message.body, this.limits.jsonDepth);
    if ('refused' in read) return read;
    if (mode === 'structured')
      return this.one(
        eventOfJson(read.value, this.parseData),
        structured(() => message.body),
      );
    if (!Array.isArray(read.value)) return { refused: refusal('EVENT_NOT_AN_OBJECT', 'A batch of events is a JSON array.') };
    if (read.value.length > this.limits.reportsPerRequest)
      return {
        refused: refusal('TOO_MANY_REPORTS', `The batch holds ${read.value.length} events, more than ${this.limits.reportsPerRequest}.`),
      };
    return {
      several: true,
      reports: read.value.map((value, i) =>
        this.reportOf(
          eventOfJson(value, this.parseData),
          structured(() => elementsOf(message.body)[i]!),
        ),
      ),
    };
  }

  /** The event itself, before its type is looked at. */
  binary(message: EventMessage, prefix: 'ce-' | 'ce_'): ParsedEvent {
    const binary: BinaryMessage = { ...message, parseJson: this.parseData };
    return prefix === 'ce-' ? eventOfHttpHeaders(binary) : eventOfKafkaHeaders(binary);
  }

  private one(parsed: ParsedEvent, raw: RawEvent): ReportsRead {
    return { several: false, reports: [this.reportOf(parsed, raw)] };
  }

  private reportOf(parsed: ParsedEvent, raw: RawEvent): ReportRead {
    if ('refused' in parsed) return parsed;
    return reportOfEvent(parsed.event, raw, (value, bytes, contentType) => this.reports.readJsonReport(value, bytes, contentType));
  }

  private readonly parseData = (bytes: Uint8Array): { value: unknown } | { refused: DoorRefusal } => readJson(bytes, this.limits.jsonDepth);
}

const structured = (bytes: () => Buffer): RawEvent => ({ bytes, contentType: 'application/cloudevents+json' });
