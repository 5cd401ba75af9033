import type { DoorRefusal } from '../door-problems.js';
import { type EventData, type ParsedEvent, refuseEvent } from './cloud-event.model.js';
import { eventOf } from './event-attributes.dto.js';
import { invalidData, isJsonMediaType, type ParseJson } from './json-format.js';

export interface BinaryMessage {
  /** Header names in lower case. A header that was sent several times has several values. */
  headers: Iterable<readonly [name: string, value: string]>;
  contentType: string | undefined;
  body: Uint8Array;
  parseJson: ParseJson;
}

/** HTTP: attributes in `ce-` headers, values percent-encoded (HTTP protocol binding, section 3.1.3.2). */
export const eventOfHttpHeaders = (message: BinaryMessage): ParsedEvent => eventOfHeaders(message, 'ce-', decodeHttpHeader);

/** Kafka: attributes in `ce_` headers, values in plain UTF-8 (Kafka protocol binding, section 3.2). */
export const eventOfKafkaHeaders = (message: BinaryMessage): ParsedEvent => eventOfHeaders(message, 'ce_', (value) => value);

function eventOfHeaders(message: BinaryMessage, prefix: string, decode: (value: string) => string | undefined): ParsedEvent {
  const attributes: Record<string, unknown> = Object.create(null);
  for (const [header, raw] of message.headers) {
    if (!header.startsWith(prefix)) continue;
    const name = header.slice(prefix.length);
    if (name === 'datacontenttype')
      return refuseEvent('EVENT_ATTRIBUTE_INVALID', header, 'In binary mode the type of the data stands in the content-type header.');
    if (name in attributes) return refuseEvent('EVENT_ATTRIBUTE_TWICE', header, `The header ${header} was sent more than once.`);
    const value = decode(raw);
    if (value === undefined)
      return refuseEvent('EVENT_ATTRIBUTE_INVALID', header, `The value of ${header} is not percent-encoded UTF-8 (HTTP protocol binding).`);
    attributes[name] = value;
  }
  if (message.contentType !== undefined) attributes.datacontenttype = message.contentType;
  const data = dataOf(message);
  return 'refused' in data ? data : eventOf(attributes, data);
}

function dataOf({ body, contentType, parseJson }: BinaryMessage): EventData | { refused: DoorRefusal } {
  if (body.length === 0) return { form: 'none' };
  if (contentType === undefined || !isJsonMediaType(contentType)) return { form: 'bytes', bytes: body };
  const read = parseJson(body);
  return 'refused' in read ? invalidData('data', read.refused) : { form: 'json', value: read.value };
}

/** Double quotes are taken off first (RFC 7230, 3.2.6), then runs of percent-encoded bytes are read as UTF-8. */
function decodeHttpHeader(value: string): string | undefined {
  const plain = /^".*"$/s.test(value) ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value;
  if (!/^[\x20-\x7e]*$/.test(plain)) return undefined;
  try {
    return plain.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => decodeURIComponent(run));
  } catch {
    return undefined;
  }
}
