import type { RefusalRow } from '@tidemark/edge';

/** What every room refuses that takes or hands out files of a case. */
export const FILE_REFUSALS = {
  FILE_EMPTY: {
    status: 422,
    title: 'There is no file',
    remedy: 'Send the file as the body, or as the part "file" of multipart/form-data.',
  },
  FILE_TOO_LARGE: { status: 413, title: 'The file is too large', remedy: 'Send at most 10 MiB; split what is longer.' },
  FILE_TYPE_REFUSED: {
    status: 415,
    title: 'The file is of a type that is not taken',
    remedy: 'Send PDF, PNG, JPEG, TIFF, WebP, HEIC or plain text in UTF-8 (CSV and JSON too). The type is read from the content.',
  },
  FILE_INFECTED: { status: 422, title: 'The scanner found something harmful', remedy: 'Clean the file, and send it again.' },
  FILE_FORM_MALFORMED: {
    status: 400,
    title: 'The multipart body cannot be read',
    remedy: 'Send one part "file", as curl -F file=@answer.pdf does.',
  },
  FILE_UNKNOWN: { status: 404, title: 'There is no such file here', remedy: 'Look at the id in the list of files.' },
  FILE_NOT_SCANNED: {
    status: 409,
    title: 'The file waits for its scan',
    remedy: 'Try again later: nobody opens a file before a scanner said that it is clean.',
  },
  FILE_GONE: {
    status: 410,
    title: 'The content is not kept any more',
    remedy: 'It was erased, or a scanner found it harmful. Its hash stays in the log of the case.',
  },
} as const satisfies Record<string, RefusalRow>;
