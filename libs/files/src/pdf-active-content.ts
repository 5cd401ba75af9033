import { inflateSync } from 'node:zlib';

/** Names of PDF that make a reader do something, or carry other files along. */
const ACTIVE_NAMES =
  /\/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR|Movie|Sound|Rendition)(?![A-Za-z0-9])/;
const ENCRYPTED = /\/Encrypt(?![A-Za-z0-9])/;
const OBJECT_STREAM = /\/ObjStm(?![A-Za-z0-9])/g;

/** What one compressed part may grow to, and all of them together: a bomb is refused before it fills the memory. */
const PART_BYTES_MAX = 16 * 1024 * 1024;
const ALL_BYTES_MAX = 64 * 1024 * 1024;
const UNREADABLE = 'objects that cannot be looked into';

/**
 * What in the PDF runs, or why it cannot be looked into; undefined for a plain one. Objects may lie in compressed object streams: those are
 * opened, and one that is named and was not opened, for whatever trick, is a reason to refuse. Content of pages and pictures is left
 * alone, whose bytes look like names by chance. Every byte is read once: no file takes longer than its size.
 */
export function activeContentIn(pdf: Buffer): string | undefined {
  const parts: string[] = [];
  let named = 0;
  let opened = 0;
  let bytes = 0;
  let from = 0;
  for (const { start, end } of streamsOf(pdf)) {
    const before = readable(pdf.subarray(from, start));
    const content = pdf.subarray(start, end);
    from = end;
    parts.push(before);
    const here = before.match(OBJECT_STREAM)?.length ?? 0;
    if (here === 0) continue;
    const objects = inflated(content, before);
    if (objects === undefined) return UNREADABLE;
    bytes += objects.length;
    if (bytes > ALL_BYTES_MAX) return 'a decompression bomb';
    named += here;
    opened++;
    parts.push(readable(objects));
  }
  const rest = readable(pdf.subarray(from));
  if (named + (rest.match(OBJECT_STREAM)?.length ?? 0) > opened) return UNREADABLE;
  return findingIn([...parts, rest].join('\n'));
}

function findingIn(objects: string): string | undefined {
  if (ENCRYPTED.test(objects)) return 'encrypted content';
  const active = ACTIVE_NAMES.exec(objects);
  return active === null ? undefined : `active content (${active[1]})`;
}

/** Contents of streams. Readers take any end of line behind the keyword, whatever the standard says. */
function* streamsOf(pdf: Buffer): Generator<{ start: number; end: number }> {
  for (let at = 0; ; ) {
    const keyword = pdf.indexOf('stream', at, 'latin1');
    if (keyword < 0) return;
    const start = afterLineEnd(pdf, keyword + 6);
    at = keyword + 6;
    if (start === undefined) continue;
    const end = pdf.indexOf('endstream', start, 'latin1');
    yield { start, end: end < 0 ? pdf.length : end };
    if (end < 0) return;
    at = end + 'endstream'.length;
  }
}

function afterLineEnd(pdf: Buffer, at: number): number | undefined {
  if (pdf[at] === 0x0a) return at + 1;
  if (pdf[at] !== 0x0d) return undefined;
  return pdf[at + 1] === 0x0a ? at + 2 : at + 1;
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
