import { inflateSync } from 'node:zlib';

/** Names of PDF that make a reader do something, or carry other files along. */
const ACTIVE_NAMES =
  /\/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR|Movie|Sound|Rendition)(?![A-Za-z0-9])/;
const ENCRYPTED = /\/Encrypt(?![A-Za-z0-9])/;

/** What one compressed part may grow to, and all of them together: a bomb is refused before it fills the memory. */
const PART_BYTES_MAX = 16 * 1024 * 1024;
const ALL_BYTES_MAX = 64 * 1024 * 1024;

/**
 * What in the PDF runs, or why it cannot be looked into; undefined for a plain one. Objects may lie in compressed object streams: those are
 * opened. Content of pages and pictures is left alone, whose bytes look like names by chance.
 */
export function activeContentIn(pdf: Buffer): string | undefined {
  let bytes = 0;
  let outside = '';
  let from = 0;
  for (const stream of streamsOf(pdf)) {
    outside += readable(pdf.subarray(from, stream.start));
    from = stream.end;
    if (!/\/ObjStm(?![A-Za-z0-9])/.test(readable(stream.dictionary))) continue;
    const objects = inflated(pdf.subarray(stream.start, stream.end), readable(stream.dictionary));
    if (objects === undefined) return 'objects that cannot be looked into';
    bytes += objects.length;
    if (bytes > ALL_BYTES_MAX) return 'a decompression bomb';
    outside += readable(objects);
  }
  outside += readable(pdf.subarray(from));
  if (ENCRYPTED.test(outside)) return 'encrypted content';
  const active = ACTIVE_NAMES.exec(outside);
  return active === null ? undefined : `active content (${active[1]})`;
}

interface PdfStream {
  /** What stands before the stream: its dictionary, with some of what precedes it. */
  dictionary: Buffer;
  start: number;
  end: number;
}

const DICTIONARY_BYTES = 2048;

function* streamsOf(pdf: Buffer): Generator<PdfStream> {
  for (let at = 0; ; ) {
    const keyword = pdf.indexOf('stream', at, 'latin1');
    if (keyword < 0) return;
    const lineEnd = pdf[keyword + 6] === 0x0d ? keyword + 7 : keyword + 6;
    at = keyword + 6;
    if (pdf[lineEnd] !== 0x0a) continue;
    const end = pdf.indexOf('endstream', lineEnd, 'latin1');
    const objectStart = pdf.lastIndexOf('obj', keyword, 'latin1');
    const dictionary = pdf.subarray(Math.max(objectStart, keyword - DICTIONARY_BYTES, 0), keyword);
    yield { dictionary, start: lineEnd + 1, end: end < 0 ? pdf.length : end };
    if (end < 0) return;
    at = end + 'endstream'.length;
  }
}

/** Names may be written with their characters as #4a: as a reader reads them. */
const readable = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function inflated(stream: Buffer, dictionary: string): Buffer | undefined {
  if (!/\/Filter/.test(dictionary)) return stream;
  if (!/\/(FlateDecode|Fl)(?![A-Za-z0-9])/.test(dictionary) || /\/(ASCII85|ASCIIHex|LZW|RunLength)/.test(dictionary)) return undefined;
  try {
    return inflateSync(stream, { maxOutputLength: PART_BYTES_MAX });
  } catch {
    // Whatever the reason, it cannot be vouched for.
    return undefined;
  }
}
