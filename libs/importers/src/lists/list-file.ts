import type { NamedBytes } from '../reading/decode-text.js';
import type { ListLimits } from '../reading/list-limits.js';
import type { EntryDraft } from '../values/entry-draft.js';

/** The formats that are understood, by the name a request gives. */
export const LIST_FORMATS = [
  'ofac-csv',
  'un-xml',
  'us-csl-csv',
  'eu-fsf-xml',
  'uk-ofsi-csv',
  'uk-sanctions-csv',
  'uk-sanctions-xml',
  'ftm-json',
] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/** OFAC publishes names, aliases and addresses in three files; every other format is one part, `main`. */
export type ListPartName = 'main' | 'alt' | 'add';
export const LIST_PARTS: readonly ListPartName[] = ['main', 'alt', 'add'];

export interface ListPart extends NamedBytes {
  readonly part: ListPartName;
}

export interface ListFile {
  /** The list's id in this installation; every entry carries it. */
  readonly list: string;
  readonly format: ListFormat;
  readonly parts: readonly ListPart[];
}

/** What a format's reader is given, and what it tells beside the entries. */
export interface ReadingContext {
  readonly list: string;
  readonly limits: ListLimits;
  part(name: ListPartName): NamedBytes | undefined;
  /** When the file says it was made: `YYYY-MM-DD` or an ISO instant. */
  published(date: string | undefined): void;
  /** Records of the file that are no listed person: edges, addresses, relatives without a listing of their own. */
  passedOver(): void;
}

export type FormatReader = (context: ReadingContext) => AsyncGenerator<EntryDraft>;

/** The one file of a format that has one. `readList` has made sure that it is there. */
export function mainPart(context: ReadingContext): NamedBytes {
  const main = context.part('main');
  if (main === undefined) throw new Error('a list without its main part was given to a reader');
  return main;
}
