import { type DoorCode, type DoorRefusal } from '../door-problems.js';

/** The data of an event: a JSON value, bytes of another media type, or nothing. */
export type EventData = { form: 'none' } | { form: 'json'; value: unknown } | { form: 'bytes'; bytes: Uint8Array };

/** Attributes as strings, whatever the binding; extensions may also be numbers and booleans in the JSON format. */
export type EventAttributes = Record<string, string | number | boolean>;

/** One CloudEvent 1.0, the same from every binding and content mode. */
export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  datacontenttype: string | undefined;
  dataschema: string | undefined;
  subject: string | undefined;
  /** RFC 3339, as sent. */
  time: string | undefined;
  extensions: EventAttributes;
  data: EventData;
}

export type ParsedEvent = { event: CloudEvent } | { refused: DoorRefusal };

export const refuseEvent = (code: DoorCode, field: string, message: string): { refused: DoorRefusal } => ({
  refused: { code, field, message },
});
