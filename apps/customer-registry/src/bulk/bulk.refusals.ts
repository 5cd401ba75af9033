import { type RefusalRow } from '@tidemark/edge';

/** Why a file is refused whole. What is wrong with one row is the row's verdict. */
export const BULK_REFUSALS = {
  BULK_TYPE_UNKNOWN: {
    status: 415,
    title: 'The file is of no type that is read here',
    remedy: 'Send text/csv, or application/x-ndjson with one customer a line.',
  },
  BULK_TOO_LARGE: {
    status: 413,
    title: 'The file is too large',
    remedy: 'Send several files; a row that came in before is found by its reference and changes nothing.',
  },
  BULK_EMPTY: { status: 422, title: 'The file has no row', remedy: 'Send at least one customer.' },
  BULK_HEADER_MALFORMED: {
    status: 422,
    title: 'The columns cannot be read',
    remedy: 'Name the columns in the first line as docs/reference/bulk.md does; "kind" and "name" must be there, none twice.',
  },
  BULK_NOT_TEXT: { status: 422, title: 'The file is not text in UTF-8', remedy: 'Save it as UTF-8.' },
  BULK_UNKNOWN: { status: 404, title: 'There is no such file of yours', remedy: 'See GET /v1/customers/bulk.' },
} as const satisfies Record<string, RefusalRow>;
export type BulkRefusalCode = keyof typeof BULK_REFUSALS;
