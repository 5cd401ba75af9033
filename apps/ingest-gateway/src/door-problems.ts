import { REFUSALS, type RefusalCode } from '@tidemark/domain';

/** One way to be refused at the door, as HTTP says it and as a person should read it. */
export interface DoorProblem {
  /** HTTP status when the whole request is refused for it. */
  status: number;
  title: string;
  meaning: string;
  remedy: string;
  /** The same bytes may succeed later; HTTP says `Retry-After` with this many seconds. */
  retryAfterSeconds?: number;
}

/**
 * What the doors themselves refuse, before and around the check of a report (whose own codes stand in REFUSALS and
 * REJECTIONS of the domain). Codes are stable: docs/reference/codes.md is made from this table.
 */
export const DOOR_PROBLEMS = {
  // Signature
  SIGNATURE_MISSING: {
    status: 422,
    title: 'A signature is required',
    meaning: 'The meter is registered with a public key, and the report is not signed.',
    remedy: 'Sign the report with the key of the meter (docs/reference/content-hash.md).',
  },
  SIGNATURE_INVALID: {
    status: 422,
    title: 'The signature does not fit the report',
    meaning: 'The signature does not verify with the public key that the meter is registered with.',
    remedy: 'Check the key, the algorithm (Ed25519) and the signed text (docs/reference/content-hash.md).',
  },
  SIGNATURE_UNVERIFIABLE: {
    status: 422,
    title: 'The signature cannot be verified yet',
    meaning: 'The meter is registered with a public key, and the report is of a schema version whose signature this door cannot check.',
    remedy: 'Send reports of schema version 1, or wait for a door that reads the later one.',
  },
  // Form
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'The media type is not taken here',
    meaning: 'The content-type is absent, or none that this door reads.',
    remedy: 'Send one of the types listed in docs/reference/doors.md and say so in content-type.',
  },
  UNSUPPORTED_CHARSET: {
    status: 415,
    title: 'The character set is not taken here',
    meaning: 'Text is read as UTF-8 alone.',
    remedy: 'Send UTF-8.',
  },
  UNSUPPORTED_CONTENT_ENCODING: {
    status: 415,
    title: 'The content encoding is not taken here',
    meaning: 'Bodies are read as they are or inflated from gzip, nothing else.',
    remedy: 'Send the body plain or with content-encoding: gzip.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is too large',
    meaning: 'The body, or what it inflates to, or one message of a stream, is larger than 8 MiB.',
    remedy: 'Send fewer records at a time; 500 a report is a good size.',
  },
  BODY_TIMEOUT: {
    status: 408,
    title: 'The body came too slowly',
    meaning: 'The whole body must arrive within 30 seconds.',
    remedy: 'Send it again, in smaller requests over a slow line.',
    retryAfterSeconds: 1,
  },
  BODY_INCOMPLETE: {
    status: 400,
    title: 'The body ended early',
    meaning: 'The connection ended before the announced body was complete, or the gzip data is broken.',
    remedy: 'Send it again.',
  },
  BODY_EMPTY: {
    status: 400,
    title: 'There is nothing in the body',
    meaning: 'The request holds no report.',
    remedy: 'Send at least one report.',
  },
  BODY_NOT_UTF8: {
    status: 400,
    title: 'The text is not UTF-8',
    meaning: 'JSON is UTF-8; the bytes are not. Nothing is replaced or guessed.',
    remedy: 'Encode the text as UTF-8.',
  },
  JSON_TOO_DEEP: {
    status: 400,
    title: 'The JSON is nested too deeply',
    meaning: 'Arrays and objects may be nested to a depth of 32.',
    remedy: 'A report needs a depth of 5.',
  },
  ALL_REPORTS_REFUSED: {
    status: 422,
    title: 'Every report was refused',
    meaning: 'None of the reports of the request is durable. The member receipts says why, one by one.',
    remedy: 'Correct each report as its own code says.',
  },
  // CloudEvents
  EVENT_NOT_AN_OBJECT: {
    status: 400,
    title: 'The event is not an object',
    meaning: 'A structured event is a JSON object; a batch is an array of them.',
    remedy: 'See the JSON event format of CloudEvents 1.0.',
  },
  EVENT_SPECVERSION_MISSING: {
    status: 400,
    title: 'The event has no specversion',
    meaning: 'CloudEvents 1.0 requires specversion; in binary mode it is the header ce-specversion.',
    remedy: 'Send specversion 1.0.',
  },
  UNSUPPORTED_SPECVERSION: {
    status: 400,
    title: 'The version of CloudEvents is not read here',
    meaning: 'This door reads CloudEvents 1.0.',
    remedy: 'Send specversion 1.0.',
  },
  EVENT_ID_MISSING: {
    status: 400,
    title: 'The event has no id',
    meaning: 'CloudEvents 1.0 requires id.',
    remedy: 'Send an id that is unique within the source.',
  },
  EVENT_SOURCE_MISSING: {
    status: 400,
    title: 'The event has no source',
    meaning: 'CloudEvents 1.0 requires source.',
    remedy: 'Send the meter as source.',
  },
  EVENT_TYPE_MISSING: {
    status: 400,
    title: 'The event has no type',
    meaning: 'CloudEvents 1.0 requires type.',
    remedy: 'Send tidemark.usage.report.v1 or tidemark.usage.record.v1.',
  },
  EVENT_ATTRIBUTE_INVALID: {
    status: 400,
    title: 'An attribute of the event is wrong',
    meaning: 'The name or the value of the attribute breaks a rule of CloudEvents 1.0 or is longer than 4,096 characters.',
    remedy: 'Correct the attribute that field names.',
  },
  EVENT_ATTRIBUTE_TWICE: {
    status: 400,
    title: 'An attribute of the event was sent twice',
    meaning: 'Two headers carry the same attribute; neither is chosen.',
    remedy: 'Send it once.',
  },
  EVENT_DATA_TWICE: {
    status: 400,
    title: 'The event has its data twice',
    meaning: 'The event has both data and data_base64.',
    remedy: 'Send one of them.',
  },
  EVENT_DATA_NOT_BASE64: {
    status: 400,
    title: 'data_base64 is not base64',
    meaning: 'data_base64 must be a string of base64 (RFC 4648).',
    remedy: 'Encode the bytes as base64.',
  },
  EVENT_DATA_INVALID: {
    status: 400,
    title: 'The data of the event cannot be read',
    meaning: 'The data is not what datacontenttype says.',
    remedy: 'Send the data in the type that is announced.',
  },
  EVENT_DATA_MISSING: {
    status: 422,
    title: 'The event has no data',
    meaning: 'The data of the event is the usage report or record; there is none.',
    remedy: 'Send it as data, or as the body in binary mode.',
  },
  EVENT_DATA_TYPE_UNSUPPORTED: {
    status: 415,
    title: 'The type of the data is not taken here',
    meaning: 'The data of an event is JSON or application/x-protobuf.',
    remedy: 'Send one of them and say so in datacontenttype (content-type in binary mode).',
  },
  UNKNOWN_EVENT_TYPE: {
    status: 422,
    title: 'Events of this type are not taken here',
    meaning: 'The event was read, and its type is none that this door takes.',
    remedy: 'Send tidemark.usage.report.v1 or tidemark.usage.record.v1.',
  },
  EVENT_ID_NOT_A_SEQUENCE: {
    status: 422,
    title: 'The id of the event is not a place in a sequence',
    meaning: 'An event of one record is a report of its own; its id says which: "<epoch>/<sequence>", or a sequence alone for epoch 1.',
    remedy: 'Number the events of each source 1, 2, 3, ... or send whole reports.',
  },
  // Limits and the log
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests',
    meaning: 'The provider sends more requests a second than the door takes from one.',
    remedy: 'Wait as Retry-After says; send larger reports or several in one request.',
    retryAfterSeconds: 1,
  },
  TOO_MANY_IN_FLIGHT: {
    status: 429,
    title: 'Too many requests at the same time',
    meaning: 'The provider has as many unanswered requests or open streams as the door takes from one.',
    remedy: 'Wait for answers before sending more.',
    retryAfterSeconds: 1,
  },
  DOOR_BUSY: {
    status: 503,
    title: 'The door is full',
    meaning: 'As many bytes wait for the log as the door holds. Nothing of the request was kept.',
    remedy: 'Send it again as Retry-After says; sending again is always safe.',
    retryAfterSeconds: 1,
  },
  LOG_UNAVAILABLE: {
    status: 503,
    title: 'The report could not be made durable',
    meaning: 'The event log did not confirm the report in time. It may or may not be in the log.',
    remedy: 'Send the same report again as Retry-After says: if it is there, it counts once all the same.',
    retryAfterSeconds: 2,
  },
  DOOR_CLOSED: {
    status: 503,
    title: 'The door is closed',
    meaning: 'The process is starting or being stopped and takes nothing.',
    remedy: 'Send it again; another instance answers.',
    retryAfterSeconds: 1,
  },
  PUT_ASIDE: {
    status: 500,
    title: 'The message was put aside',
    meaning:
      'A fault of the door kept it from reading a message of an intake topic. The message is kept and is read again when the fault is mended.',
    remedy: 'Nothing: a receipt follows. Or send the report by another door.',
  },
} as const satisfies Record<string, DoorProblem>;

export type DoorCode = keyof typeof DOOR_PROBLEMS;

/** Statuses of the whole-report refusals of the domain that are not 422. */
const REFUSAL_STATUS: Partial<Record<RefusalCode, number>> = {
  MALFORMED_JSON: 400,
  MALFORMED_PROTOBUF: 400,
  MALFORMED_DELIMITED: 400,
  TOO_MANY_REPORTS: 413,
  REPORT_TOO_LARGE: 413,
};

export type AnyRefusalCode = DoorCode | RefusalCode;

/** Why a report, an event or a request is refused as a whole, at any door. `field` is empty when it is about all of it. */
export interface DoorRefusal {
  code: AnyRefusalCode;
  field: string;
  message: string;
}

export const refusal = (code: AnyRefusalCode, message: string, field = ''): DoorRefusal => ({ code, field, message });

/** How a refusal is said over HTTP: the row of the door's table, or the domain's meaning with a status. */
export function problemOf(code: AnyRefusalCode): { status: number; title: string; retryAfterSeconds: number | undefined } {
  const row: DoorProblem | undefined = Object.hasOwn(DOOR_PROBLEMS, code) ? DOOR_PROBLEMS[code as DoorCode] : undefined;
  if (row) return { status: row.status, title: row.title, retryAfterSeconds: row.retryAfterSeconds };
  return { status: REFUSAL_STATUS[code as RefusalCode] ?? 422, title: REFUSALS[code as RefusalCode].meaning, retryAfterSeconds: undefined };
}
