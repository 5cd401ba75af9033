/** Why a file is not taken as a list. Codes are stable; every one of them leaves what was there before untouched. */
export type ListRefusalCode =
  | 'LIST_FORMAT_UNKNOWN'
  | 'LIST_PART_MISSING'
  | 'LIST_PART_ODD'
  | 'LIST_TOO_LARGE'
  | 'LIST_TOO_MANY_ENTRIES'
  | 'LIST_EMPTY'
  | 'LIST_COMPRESSION_BROKEN'
  | 'LIST_ENCODING_WRONG'
  | 'LIST_TRUNCATED'
  | 'LIST_HEADER_WRONG'
  | 'LIST_COLUMNS_WRONG'
  | 'LIST_CSV_BROKEN'
  | 'LIST_XML_BROKEN'
  | 'LIST_XML_ROOT_WRONG'
  | 'LIST_JSON_BROKEN'
  | 'LIST_ENTRY_ODD'
  | 'LIST_ENTRY_TWICE'
  | 'LIST_SHRUNKEN';

export interface ListRefusal {
  readonly code: ListRefusalCode;
  readonly detail: string;
  /** Name of the file as it was sent, where one is at fault. */
  readonly file?: string;
  /** Counted from 1, in the unpacked text. */
  readonly line?: number;
}

/** How a reader gives up. It is a value again at the front of the room (`readList`), and never leaves it as an exception. */
export class ListRefused extends Error {
  constructor(readonly refusal: ListRefusal) {
    super(refusal.detail);
  }
}

export function refuse(code: ListRefusalCode, detail: string, at: { file?: string; line?: number } = {}): never {
  throw new ListRefused({ code, detail, ...at });
}
