import type { DoorRefusal } from '../door-problems.js';
import { type EventData, type ParsedEvent, refuseEvent } from './cloud-event.model.js';
import { eventOf } from './event-attributes.dto.js';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** Reads JSON bytes; what is wrong with them is said, not thrown. */
export type ParseJson = (bytes: Uint8Array) => { value: unknown } | { refused: DoorRefusal };

export const invalidData = (field: string, why: DoorRefusal) =>
  refuseEvent('EVENT_DATA_INVALID', field, `The data is said to be JSON, and is not: ${why.message}`);

/** Whether data of this type stands as a JSON value in the JSON format (JSON event format, section 3.1). */
export const isJsonMediaType = (type: string): boolean => {
  const essence = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return essence.endsWith('/json') || essence.endsWith('+json');
};

/**
 * Reads one event of the JSON event format 1.0: structured mode, and each entry of a batch.
 * @param value the parsed JSON
 * @param parseJson for JSON data that travels as base64
 */
export function eventOfJson(value: unknown, parseJson: ParseJson): ParsedEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuseEvent('EVENT_NOT_AN_OBJECT', '', 'A structured event is a JSON object.');
  const attributes: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    // A member that is null means the same as one that is absent.
    if (member !== null && name !== 'data' && name !== 'data_base64') attributes[name] = member;
  }
  const { data, data_base64: base64 } = value as { data?: unknown; data_base64?: unknown };
  const read = dataOf(data, base64 ?? undefined, attributes.datacontenttype, parseJson);
  return 'refused' in read ? read : eventOf(attributes, read);
}

function dataOf(data: unknown, base64: unknown, contentType: unknown, parseJson: ParseJson): EventData | { refused: DoorRefusal } {
  const json = typeof contentType !== 'string' || isJsonMediaType(contentType);
  if (base64 === undefined) {
    if (data === undefined) return { form: 'none' };
    // Text of another type stands as a JSON string.
    return json || typeof data !== 'string' ? { form: 'json', value: data } : { form: 'bytes', bytes: Buffer.from(data) };
  }
  if (data !== undefined)
    return refuseEvent('EVENT_DATA_TWICE', 'data_base64', 'The event has both data and data_base64; send one of them.');
  if (typeof base64 !== 'string' || !BASE64.test(base64))
    return refuseEvent('EVENT_DATA_NOT_BASE64', 'data_base64', 'data_base64 is not base64 (RFC 4648).');
  const bytes = Buffer.from(base64, 'base64');
  if (!json) return { form: 'bytes', bytes };
  const read = parseJson(bytes);
  return 'refused' in read ? invalidData('data_base64', read.refused) : { form: 'json', value: read.value };
}
