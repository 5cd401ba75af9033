/** What a code means and what the sender can do about it. docs/reference/codes.md is made from these tables. */
export interface CodeEntry {
  meaning: string;
  remedy: string;
}

/** Why one record is rejected while the rest of its report goes on. Codes are for ever: a rule that changes gets a new code. */
export const REJECTIONS = {
  RECORD_NOT_AN_OBJECT: {
    meaning: 'The record is not a JSON object.',
    remedy: 'Send every entry of records as an object with the fields of UsageRecord.',
  },
  UNKNOWN_FIELD: {
    meaning: 'The record has a field that UsageRecord does not have.',
    remedy: 'Correct the spelling or leave the field out: a misspelt field must not silently become a default.',
  },
  FIELD_TWICE: { meaning: 'A field is given in both spellings (startMs and start_ms).', remedy: 'Give it once.' },
  WRONG_TYPE: {
    meaning: 'A field has a value of the wrong type.',
    remedy: 'Send the type that the message names; see the proto3 JSON mapping.',
  },
  INTEGER_INEXACT: {
    meaning: 'An integer beyond 2^53 came as a JSON number whose last digits are lost.',
    remedy: 'Send 64-bit integers as strings.',
  },
  ACCOUNT_MISSING: { meaning: 'The record names no account.', remedy: 'Give account: your own id for who rents.' },
  CLUSTER_MISSING: { meaning: 'The record names no compute cluster.', remedy: 'Give cluster: the id under which it is registered.' },
  ID_TOO_LONG: { meaning: 'An id has more than 128 characters.', remedy: 'Use an id of 1 to 128 characters.' },
  ID_NOT_WELL_FORMED: {
    meaning: 'An id is not well-formed Unicode (a lone surrogate, or bytes that are not UTF-8).',
    remedy: 'Encode text as UTF-8.',
  },
  ID_NOT_NFC: { meaning: 'An id is not in Unicode normalisation form C.', remedy: 'Normalise ids to NFC before sending.' },
  ID_HAS_CONTROL_CHARACTER: {
    meaning: 'An id has a control or format character (categories Cc, Cf), such as a tab or a zero-width space.',
    remedy: 'Remove it.',
  },
  ID_HAS_OUTER_SPACE: { meaning: 'An id begins or ends with white space.', remedy: 'Trim it.' },
  START_BEFORE_2010: {
    meaning: 'The interval starts before 2010-01-01T00:00Z, or start is absent.',
    remedy: 'Give startMs in milliseconds since 1970.',
  },
  START_IN_FUTURE: {
    meaning: 'The interval starts more than 10 minutes ahead of the clock of the door.',
    remedy: 'Check the clock and the unit (milliseconds); report use after it happened.',
  },
  END_NOT_AFTER_START: {
    meaning: 'The interval is empty or backwards.',
    remedy: 'Give endMs greater than startMs; the end is not included.',
  },
  END_IN_FUTURE: {
    meaning: 'The interval ends more than 10 minutes ahead of the clock of the door.',
    remedy: 'Check the clock and the unit (milliseconds); report use after it happened.',
  },
  INTERVAL_TOO_LONG: { meaning: 'The interval is longer than 31 days.', remedy: 'Split it into several records.' },
  COUNT_OUT_OF_RANGE: {
    meaning: 'count is absent or not from 1 to 1,000,000.',
    remedy: 'Give the number of accelerators, or name the devices.',
  },
  DEVICES_WITHOUT_NODE: { meaning: 'Devices are named but no node.', remedy: 'Give node: devices are indices on it.' },
  DEVICES_COUNT_DIFFERS: { meaning: 'count is not the number of devices named.', remedy: 'Leave count out, or make both agree.' },
  DEVICE_OUT_OF_RANGE: { meaning: 'A device index is not from 0 to 1,023.', remedy: 'Use the index of the device on its node.' },
  DEVICE_TWICE: { meaning: 'A device is named twice.', remedy: 'Name every device once.' },
  TOO_MANY_DEVICES: { meaning: 'More than 1,024 devices are named.', remedy: 'Name every device of the node once.' },
  UTILISATION_NOT_DECIMAL: {
    meaning: 'The utilisation is not a decimal of at most 3 digits before and 18 after the point.',
    remedy: 'Send "0.43", or a JSON number with at most 18 decimals.',
  },
  UTILISATION_OUT_OF_RANGE: { meaning: 'The utilisation is not from 0 to 1.', remedy: 'Send a share of 1, not a percentage.' },
  UTILISATION_MISSING: { meaning: 'A kind of utilisation is named but no value.', remedy: 'Give utilisation.value, or kind NONE.' },
  UTILISATION_WITHOUT_KIND: {
    meaning: 'A utilisation other than zero is given with kind NONE (or no kind).',
    remedy: 'Say what the value is a share of: GPU_UTIL, SM_ACTIVE, TENSOR_ACTIVE, OFU or MFU_REPORTED.',
  },
  ENUM_UNKNOWN: {
    meaning: 'A name or number is not one of those the field knows.',
    remedy: 'Use a name from the message definition, in upper case.',
  },
  CORRECTION_EPOCH_OUT_OF_RANGE: {
    meaning: 'correction.epoch is absent or not from 1 to 4,294,967,295.',
    remedy: 'Name the epoch of the record to correct.',
  },
  CORRECTION_SEQUENCE_OUT_OF_RANGE: {
    meaning: 'correction.sequence is absent or not from 1 to 18,446,744,073,709,551,615.',
    remedy: 'Name the sequence of the report to correct.',
  },
  CORRECTION_INDEX_OUT_OF_RANGE: {
    meaning: 'correction.index is not from 0 to 4,999.',
    remedy: 'Name the index of the record as it was sent, counted from 0.',
  },
  CORRECTION_OF_ITSELF: { meaning: 'The record names itself as the one to correct.', remedy: 'Name the earlier record.' },
} as const satisfies Record<string, CodeEntry>;

export type RejectionCode = keyof typeof REJECTIONS;

/** What is wrong with a record. `field` is its lowerCamelCase path; `message` a sentence with the offending value. */
export interface RecordProblem {
  code: RejectionCode;
  field: string;
  message: string;
}

/** A rejected record of a report: `index` as sent, from 0. */
export interface RecordRefusal extends RecordProblem {
  index: number;
}

export const reject = (code: RejectionCode, field: string, message: string): RecordProblem => ({ code, field, message });
