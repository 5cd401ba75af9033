import { type RefusalRow } from '@tidemark/edge';

/** What sending and reading documents refuses, beside what the record itself does. */
export const DOCUMENT_REFUSALS = {
  DOCUMENT_EMPTY: {
    status: 422,
    title: 'There is no file',
    remedy: 'Send the file as the body, or as the part "file" of multipart/form-data.',
  },
  DOCUMENT_TOO_LARGE: { status: 413, title: 'The file is too large', remedy: 'Send at most 10 MiB; scan pages at a lower resolution.' },
  DOCUMENT_TYPE_REFUSED: {
    status: 415,
    title: 'The file is of a type that is not taken',
    remedy: 'Send PDF, PNG, JPEG, TIFF, WebP or HEIC. The type is read from the content.',
  },
  DOCUMENT_CONTENT_GONE: {
    status: 410,
    title: 'The content is not kept any more',
    remedy: 'Its hash and its decisions stay; ask for the document again.',
  },
  MULTIPART_MALFORMED: {
    status: 400,
    title: 'The multipart body cannot be read',
    remedy: 'Send one part "file", as curl -F file=@extract.pdf does.',
  },
} as const satisfies Record<string, RefusalRow>;

export type DocumentRefusalCode = keyof typeof DOCUMENT_REFUSALS;
