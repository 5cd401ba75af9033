import { type FormatReader, mainPart, type ReadingContext } from '../lists/list-file.js';
import { csvRecords } from '../reading/csv-rows.js';
import { decodeText } from '../reading/decode-text.js';
import { refuse } from '../reading/list-refused.js';
import { EntryDraft } from '../values/entry-draft.js';
import { ukDay, ukIsWeak, ukKind, ukName, ukNameKind, ukValues } from './uk-names.js';

/**
 * The two British CSV files. Both begin with a line that says their date, then a header; both give one row for each name and address of an
 * entry, so rows are gathered by the entry's id. `ConList.csv` of the Office of Financial Sanctions Implementation (2022 format, ended in
 * January 2026; still read for what was screened before) and `UK-Sanctions-List.csv` of the Foreign, Commonwealth & Development Office.
 */
interface Columns {
  readonly id: string;
  readonly kind: readonly string[];
  readonly nameKind: string;
  readonly strength: string;
  readonly program: string;
  readonly nonLatin: string;
  readonly birth: string;
  readonly nationality: string;
  readonly passport: string;
  readonly nationalId: string;
  readonly address: (line: number) => string;
  readonly postcode: string;
  readonly country: string;
  readonly remarks: readonly string[];
  readonly registration?: string;
  readonly imo?: string;
}

const OFSI: Columns = {
  id: 'Group ID',
  kind: ['Group Type'],
  nameKind: 'Alias Type',
  strength: 'Alias Quality',
  program: 'Regime',
  nonLatin: 'Name Non-Latin Script',
  birth: 'DOB',
  nationality: 'Nationality',
  passport: 'Passport Number',
  nationalId: 'National Identification Number',
  address: (line) => `Address ${line}`,
  postcode: 'Post/Zip Code',
  country: 'Country',
  remarks: ['Other Information'],
};

const FCDO: Columns = {
  id: 'Unique ID',
  // Called so until 2025, and so since.
  kind: ['Designation Type', 'Individual, Entity, Ship'],
  nameKind: 'Name type',
  strength: 'Alias strength',
  program: 'Regime Name',
  nonLatin: 'Name non-latin script',
  birth: 'D.O.B',
  nationality: 'Nationality(/ies)',
  passport: 'Passport number',
  nationalId: 'National Identifier number',
  address: (line) => `Address Line ${line}`,
  postcode: 'Address Postal Code',
  country: 'Address Country',
  remarks: ['Other Information', 'UK Statement of Reasons'],
  registration: 'Business registration number (s)',
  imo: 'IMO number',
};

export const readUkOfsiCsv: FormatReader = (context) => readUkCsv(context, OFSI);
export const readUkSanctionsCsv: FormatReader = (context) => readUkCsv(context, FCDO);

type Row = ReadonlyMap<string, string>;

async function* readUkCsv(context: ReadingContext, columns: Columns): AsyncGenerator<EntryDraft> {
  const file = mainPart(context);
  const text = decodeText(file, 'utf-8-or-windows-1252', context.limits);
  context.published(ukDay(text.slice(0, text.indexOf('\n'))));
  const drafts = new Map<string, EntryDraft>();
  const needed = ['Name 6', 'Name 1', columns.id, columns.nameKind, columns.program, columns.birth, columns.nationality, columns.country];
  const isHeader = (cells: readonly string[]) => cells.some((cell) => cell.trim() === 'Name 6');
  for await (const { record, line } of csvRecords(text, file.name, context.limits, isHeader, needed)) {
    const id = value(record, columns.id);
    const draft = drafts.get(id) ?? new EntryDraft(context.list, id, { file: file.name, line });
    drafts.set(id, addRow(draft, record, columns, line));
    if (drafts.size > context.limits.entries)
      refuse('LIST_TOO_MANY_ENTRIES', `more than ${context.limits.entries} entries`, { file: file.name, line });
  }
  yield* drafts.values();
}

function addRow(draft: EntryDraft, row: Row, columns: Columns, line: number): EntryDraft {
  const kind = columns.kind.map((column) => value(row, column)).find((text) => text !== '');
  if (kind === undefined)
    refuse('LIST_ENTRY_ODD', 'the row does not say whether it is an individual, an entity or a ship', { ...draft.at, line });
  const name = ukName((number) => value(row, `Name ${number}`));
  draft.is(ukKind(kind)).named(name, ukNameKind(value(row, columns.nameKind)), ukIsWeak(value(row, columns.strength)));
  draft.named(value(row, columns.nonLatin), 'TRANSLITERATED').titled(value(row, 'Title')).titled(value(row, 'Position'));
  for (const date of ukValues(value(row, columns.birth))) draft.born(date);
  for (const country of ukValues(value(row, columns.nationality))) draft.from(country);
  addNumbers(draft, row, columns);
  const lines = [1, 2, 3, 4, 5, 6].map((number) => value(row, columns.address(number)));
  draft.addressed([...lines, value(row, columns.postcode)], value(row, columns.country)).under(value(row, columns.program));
  return value(row, columns.nameKind).toLowerCase() === 'primary name' ? remark(draft, row, columns) : draft;
}

function addNumbers(draft: EntryDraft, row: Row, columns: Columns): void {
  for (const number of ukValues(value(row, columns.passport))) draft.identified('Passport', number);
  for (const number of ukValues(value(row, columns.nationalId))) draft.identified('National Identification', number);
  if (columns.registration) for (const number of ukValues(value(row, columns.registration))) draft.identified('Registration', number);
  if (columns.imo) for (const number of ukValues(value(row, columns.imo))) draft.identified('IMO', number);
}

/** An entry repeats its remarks on every row: they are kept once, unless a primary row says something else. */
function remark(draft: EntryDraft, row: Row, columns: Columns): EntryDraft {
  for (const column of columns.remarks) draft.remarked(value(row, column));
  return draft;
}

const value = (row: Row, column: string): string => row.get(column) ?? '';
