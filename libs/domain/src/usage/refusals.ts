import type { CodeEntry } from './rejections.js';

/** Why a report is refused as a whole: it is then not durable, takes no sequence and is in no count. */
export const REFUSALS = {
  MALFORMED_JSON: { meaning: 'The body is not JSON.', remedy: 'Send UTF-8 JSON as RFC 8259 defines it.' },
  MALFORMED_PROTOBUF: {
    meaning: 'The bytes are not a UsageReport in protobuf, or a field has the wrong wire type.',
    remedy: 'Encode with code generated from tidemark/usage/v1/usage.proto.',
  },
  MALFORMED_DELIMITED: {
    meaning: 'The body is not a sequence of length-delimited messages.',
    remedy: 'Write each report behind its length as a varint; do not cut the last one short.',
  },
  TOO_MANY_REPORTS: { meaning: 'The request carries more reports than one may.', remedy: 'Spread them over several requests.' },
  REPORT_TOO_LARGE: { meaning: 'A report is larger than one may be.', remedy: 'Send smaller reports.' },
  REPORT_NOT_AN_OBJECT: { meaning: 'The report is not a JSON object.', remedy: 'Send an object with the fields of UsageReport.' },
  UNKNOWN_REPORT_FIELD: {
    meaning: 'The report has a field that UsageReport does not have.',
    remedy: 'Correct the spelling or leave the field out.',
  },
  REPORT_FIELD_TWICE: { meaning: 'A field of the report is given in both spellings.', remedy: 'Give it once.' },
  SCHEMA_VERSION_INVALID: {
    meaning: 'schemaVersion is not an integer from 0 to 4,294,967,295.',
    remedy: 'Leave it out for version 1.',
  },
  SOURCE_MISSING: { meaning: 'The report names no source.', remedy: 'Give source: the id of the meter.' },
  SOURCE_INVALID: {
    meaning: 'source is not an id of 1 to 128 characters in NFC without control or format characters and without space at the ends.',
    remedy: 'Use the id under which the meter is registered.',
  },
  EPOCH_INVALID: {
    meaning: 'epoch is absent or not an integer from 1 to 4,294,967,295.',
    remedy: 'Start with epoch 1; raise it when the sequence restarts.',
  },
  SEQUENCE_INVALID: {
    meaning: 'sequence is absent or not an integer from 1 to 18,446,744,073,709,551,615.',
    remedy: 'Count reports 1, 2, 3, ... within source and epoch; send large numbers as strings.',
  },
  PRODUCED_AT_INVALID: {
    meaning: 'producedAtMs is not an integer from 0 to 253,402,300,799,999 (the end of the year 9999).',
    remedy: 'Give milliseconds since 1970, or leave it out.',
  },
  RECORDS_NOT_AN_ARRAY: { meaning: 'records is not an array.', remedy: 'Send an array of 1 to 5,000 records.' },
  NO_RECORDS: { meaning: 'The report has no records.', remedy: 'Send 1 to 5,000 records; an idle meter sends none of these reports.' },
  TOO_MANY_RECORDS: { meaning: 'The report has more than 5,000 records.', remedy: 'Spread them over several reports.' },
  SIGNATURE_MALFORMED: {
    meaning: 'The signature is not {algorithm: "Ed25519", value: 64 bytes (base64 in JSON)}.',
    remedy: 'Sign as docs/reference/content-hash.md says, or leave the signature out where the meter has no key.',
  },
} as const satisfies Record<string, CodeEntry>;

export type RefusalCode = keyof typeof REFUSALS;

/** Why a whole report is refused. `field` is empty when it is about all of it. */
export interface Refusal {
  code: RefusalCode;
  field: string;
  message: string;
}

export const refuse = (code: RefusalCode, field: string, message: string): { refused: Refusal } => ({ refused: { code, field, message } });
