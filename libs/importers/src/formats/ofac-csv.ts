import { mainPart, type ReadingContext } from '../lists/list-file.js';
import { type CsvRow, csvRows } from '../reading/csv-rows.js';
import { decodeText, lineAt, type NamedBytes } from '../reading/decode-text.js';
import { refuse } from '../reading/list-refused.js';
import { EntryDraft } from '../values/entry-draft.js';
import { readOfacRemarks } from './ofac-remarks.js';

/**
 * OFAC's delimited files (SDN and the consolidated non-SDN list): no header, fixed columns, `-0-` for nothing, and ^Z as the last character,
 * by which a whole file is known. Columns by "Specially Designated Nationals list data formats & data schemas" of the US Treasury:
 * main: ent_num, name, type, program, title, call sign, vessel type, tonnage, gross tonnage, flag, owner, remarks;
 * alt: ent_num, alt_num, type, name, remarks; add: ent_num, add_num, address, city and code, country, remarks.
 */
const MAIN_COLUMNS = 12;
const ALT_COLUMNS = 5;
const ADD_COLUMNS = 6;
const END_OF_FILE = '\u001a';

const ALIAS_KINDS: Readonly<Record<string, string>> = { aka: 'ALIAS', fka: 'FORMER', nka: 'ALIAS' };

export async function* readOfacCsv(context: ReadingContext): AsyncGenerator<EntryDraft> {
  const aliases = await rowsByEntry(context, context.part('alt'), ALT_COLUMNS);
  const addresses = await rowsByEntry(context, context.part('add'), ADD_COLUMNS);
  for await (const row of wholeRows(context, mainPart(context), MAIN_COLUMNS)) {
    const draft = draftOf(context, row, mainPart(context).name);
    for (const alias of take(aliases, draft.id)) addAlias(draft, alias, row.cells[2]);
    for (const address of take(addresses, draft.id)) draft.addressed([said(address, 2), said(address, 3)], said(address, 4));
    yield draft;
  }
  refuseOrphans(aliases, context.part('alt'));
  refuseOrphans(addresses, context.part('add'));
}

function draftOf(context: ReadingContext, row: CsvRow, file: string): EntryDraft {
  const type = said(row, 2).toLowerCase();
  const draft = new EntryDraft(context.list, said(row, 0), { file, line: row.line });
  if (!/^\d+$/.test(draft.id)) refuse('LIST_ENTRY_ODD', `'${draft.id}' is no entity number`, { file, line: row.line });
  draft.is(type === 'individual' ? 'NATURAL' : type === '' ? 'LEGAL' : 'UNKNOWN');
  draft.named(ofacName(said(row, 1), type === 'individual'), type === 'individual' || type === '' ? 'LEGAL' : type.toUpperCase());
  // Programs stand as "IRAN] [NPWMD] [IFSR": the outer brackets are the quotes.
  for (const program of said(row, 3).split('] [')) draft.under(program.replace(/^\[|\]$/g, ''));
  draft.titled(said(row, 4)).from(said(row, 9));
  const remarks = said(row, 11);
  readOfacRemarks(remarks, draft, (name) => ofacName(name, type === 'individual'));
  return draft.remarked(remarks);
}

function addAlias(draft: EntryDraft, alias: CsvRow, type: string | undefined): void {
  const kind = ALIAS_KINDS[said(alias, 2).toLowerCase()] ?? 'ALIAS';
  draft.named(ofacName(said(alias, 3), type?.trim() === 'individual'), kind);
}

/** "LAST, First Middle, Jr." of a person in the order it is spoken; what is no person keeps its commas. */
export function ofacName(text: string, person: boolean): string {
  const at = text.indexOf(',');
  if (!person || at < 0) return text;
  const [given, ...suffixes] = text.slice(at + 1).split(',');
  return [given, text.slice(0, at), ...suffixes]
    .map((part) => part?.trim())
    .filter((part) => part !== '')
    .join(' ');
}

function said(row: CsvRow, column: number): string {
  const text = (row.cells[column] ?? '').trim();
  return text === '-0-' ? '' : text;
}

async function* wholeRows(context: ReadingContext, file: NamedBytes, columns: number): AsyncGenerator<CsvRow> {
  const text = decodeText(file, 'utf-8-or-windows-1252', context.limits);
  const end = text.indexOf(END_OF_FILE);
  if (end < 0) refuse('LIST_TRUNCATED', 'the file does not end with ^Z', { file: file.name, line: lineAt(text, text.length) });
  if (text.slice(end + 1).trim() !== '') refuse('LIST_PART_ODD', 'something stands after ^Z', { file: file.name, line: lineAt(text, end) });
  yield* csvRows(text.slice(0, end), file.name, context.limits, columns);
}

async function rowsByEntry(context: ReadingContext, file: NamedBytes | undefined, columns: number): Promise<Map<string, CsvRow[]>> {
  const rows = new Map<string, CsvRow[]>();
  if (file === undefined) return rows;
  for await (const row of wholeRows(context, file, columns)) {
    const entry = said(row, 0);
    const known = rows.get(entry);
    if (known === undefined) rows.set(entry, [row]);
    else known.push(row);
  }
  return rows;
}

function take(rows: Map<string, CsvRow[]>, entry: string): readonly CsvRow[] {
  const taken = rows.get(entry) ?? [];
  rows.delete(entry);
  return taken;
}

/** Rows of nobody mean that the files are of different days: together they would be a list that never was. */
function refuseOrphans(rows: Map<string, CsvRow[]>, file: NamedBytes | undefined): void {
  const first = [...rows.values()][0]?.[0];
  if (file === undefined || first === undefined) return;
  refuse('LIST_PART_ODD', `entity ${said(first, 0)} is not in the main file: are the files of one day?`, {
    file: file.name,
    line: first.line,
  });
}
