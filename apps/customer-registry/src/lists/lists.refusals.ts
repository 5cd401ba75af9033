import { type RefusalRow } from '@tidemark/edge';
import type { ListRefusalCode } from '@tidemark/importers';

const odd = (title: string, remedy: string): RefusalRow => ({ status: 422, title, remedy });

/** Every way in which a list, or a question about one, is refused. A refused file changes nothing. */
export const LISTS_REFUSALS = {
  LIST_ID_MALFORMED: odd('The id of the list cannot be used', 'Use 2 to 64 lower-case letters, digits and hyphens, as "ofac-sdn".'),
  LIST_LABEL_MALFORMED: odd('The name of the version cannot be used', 'Use 1 to 100 visible characters.'),
  LIST_FORMAT_UNKNOWN: odd('The format is none that is read', 'Name one in ?format=: see GET /openapi.json.'),
  LIST_PART_MISSING: odd('A file is missing', 'Send the file as the body, or as multipart/form-data with the parts main, alt and add.'),
  LIST_PART_ODD: odd('The files do not belong together', 'Send the files of one list and one day, each once.'),
  LIST_TOO_LARGE: { status: 413, title: 'The file is too large', remedy: 'Send it packed with gzip, or split the list.' },
  LIST_TOO_MANY_ENTRIES: odd('The list has too many entries', 'Import the parts of it that apply to you as lists of their own.'),
  LIST_EMPTY: odd('The list has no entries', 'Look at what was fetched: an empty list is taken for a mistake.'),
  LIST_COMPRESSION_BROKEN: odd('The file cannot be unpacked', 'Fetch it again.'),
  LIST_ENCODING_WRONG: odd('The file is not text in the encoding of its format', 'Send it as it was published, in UTF-8.'),
  LIST_TRUNCATED: odd('The file ends too early', 'Fetch it again: its end is missing.'),
  LIST_HEADER_WRONG: odd('The header is not of this format', 'Look whether format and file belong together.'),
  LIST_COLUMNS_WRONG: odd('A row has other columns', 'Look at the line in the detail; fetch the file again.'),
  LIST_CSV_BROKEN: odd('The file is not CSV', 'Look at the line in the detail; fetch the file again.'),
  LIST_XML_BROKEN: odd('The file is not XML as it is taken here', 'Look at the line in the detail; a document type is not taken.'),
  LIST_XML_ROOT_WRONG: odd('The XML is of another kind', 'Look whether format and file belong together.'),
  LIST_JSON_BROKEN: odd('A line is no FollowTheMoney entity', 'Look at the line in the detail.'),
  LIST_ENTRY_ODD: odd('An entry cannot be read', 'Look at the line in the detail.'),
  LIST_ENTRY_TWICE: odd('An entry stands twice in the list', 'Look at the line in the detail; fetch the file again.'),
  LIST_SHRUNKEN: {
    status: 409,
    title: 'Too much of the list would be gone',
    remedy: 'Look whether it is the whole list, and repeat with ?confirm=true when it is.',
  },
  LIST_VERSION_KNOWN: {
    status: 409,
    title: 'An earlier version of the list has exactly this content',
    remedy: 'It looks like a late repeat. Repeat with ?confirm=true if the list is to go back to it, under a new ?version=.',
  },
  LIST_LABEL_TAKEN: { status: 409, title: 'A version of the list has this name', remedy: 'Name the version in ?version=.' },
  LIST_UNKNOWN: { status: 404, title: 'There is no such list, or no such version or entry of it', remedy: 'See GET /v1/lists.' },
} as const satisfies Record<string, RefusalRow> & Record<ListRefusalCode, RefusalRow>;

export type ListsRefusalCode = keyof typeof LISTS_REFUSALS;
