import { createHash } from 'node:crypto';
import { mainPart, type ReadingContext } from '../lists/list-file.js';
import { csvRecords } from '../reading/csv-rows.js';
import { decodeText } from '../reading/decode-text.js';
import { EntryDraft } from '../values/entry-draft.js';
import { identifierScheme } from '../values/identifier-schemes.js';
import { ofacName } from './ofac-csv.js';

/**
 * The US Consolidated Screening List of the International Trade Administration: BIS Entity List, Denied Persons, Unverified and Military End
 * User lists, State's lists, and Treasury's. Columns are found by their names, since the list has gained some over the years.
 */
const NEEDED = ['source', 'entity_number', 'type', 'programs', 'name', 'addresses', 'alt_names', 'dates_of_birth', 'ids'];

/** What stands among the numbers and is none. */
const NO_NUMBER = /website|nationality|email|phone|fax|gender|directive|sanctions|section/i;

type Record = ReadonlyMap<string, string>;

export async function* readUsCslCsv(context: ReadingContext): AsyncGenerator<EntryDraft> {
  const file = mainPart(context);
  const text = decodeText(file, 'utf-8', context.limits);
  const ids = new Map<string, string>();
  const isHeader = (cells: readonly string[]) => cells.includes('source') && cells.includes('name');
  for await (const { record, line } of csvRecords(text, file.name, context.limits, isHeader, NEEDED)) {
    const id = freeId(record, ids);
    if (id === undefined) context.passedOver();
    else yield draftOf(record, new EntryDraft(context.list, id, { file: file.name, line }));
  }
}

function draftOf(record: Record, draft: EntryDraft): EntryDraft {
  const person = /^individual$/i.test(value(record, 'type'));
  draft.is(person ? 'NATURAL' : /^entity$/i.test(value(record, 'type')) ? 'LEGAL' : 'UNKNOWN');
  draft.named(ofacName(value(record, 'name'), person), 'LEGAL');
  for (const alias of parted(record, 'alt_names')) draft.named(ofacName(alias.replace(/^and /, '').replace(/\.$/, ''), person), 'ALIAS');
  for (const address of parted(record, 'addresses')) addAddress(draft, address);
  for (const date of parted(record, 'dates_of_birth')) draft.born(date);
  for (const country of [...parted(record, 'nationalities'), ...parted(record, 'citizenships')]) draft.from(country);
  for (const id of parted(record, 'ids')) addIdentifier(draft, id);
  draft.under(sourceCode(record));
  for (const program of parted(record, 'programs')) draft.under(program);
  draft.titled(value(record, 'title'));
  for (const remark of ['federal_register_notice', 'license_requirement', 'license_policy', 'remarks'])
    draft.remarked(value(record, remark));
  return draft.remarked(
    ['start_date', 'end_date']
      .map((name) => value(record, name))
      .join('..')
      .replace(/^\.\.$/, ''),
  );
}

/** Addresses end with the country's code: "172 Xibin Rd, Daqing, 163453, CN". */
function addAddress(draft: EntryDraft, address: string): void {
  const parts = address.split(',').map((part) => part.trim());
  const last = parts.at(-1) ?? '';
  if (/^[A-Z]{2}$/.test(last) && !/^(US )?[A-Z]{2}, \d{5}/.test(address)) draft.addressed(parts.slice(0, -1), last);
  else draft.addressed(parts, '');
}

/** "CC, number, label" or "label, number, CC", the country not always known. Treasury puts remarks among the numbers: they are none. */
function addIdentifier(draft: EntryDraft, text: string): void {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length < 2 || parts.some((part) => NO_NUMBER.test(part))) return;
  const labelFirst = identifierScheme(parts.at(-1)!, '') === 'OTHER' && identifierScheme(parts[0]!, '') !== 'OTHER';
  const [country, ...rest] = labelFirst ? parts.reverse() : parts;
  const known = rest.length > 1 && /^[A-Z]{2}$/.test(country!);
  const numbers = known ? rest.slice(0, -1) : [country!, ...rest.slice(0, -1)];
  draft.identified(rest.at(-1)!, (labelFirst ? numbers.reverse() : numbers).join(', '), known ? country : undefined);
}

/**
 * Treasury's rows carry their entity number; the others have none, and a row's own hash would make a corrected address another entry. So: the
 * list, the name and the notice by which it was listed; addresses too where that is not enough. Two rows that are alike to the letter are one.
 */
function freeId(record: Record, taken: Map<string, string>): string | undefined {
  const number = value(record, 'entity_number');
  const whole = [...record.values()].join('\n');
  const candidates = [
    ...(number === '' ? [] : [`${sourceCode(record)}-${number}`]),
    hashed(record, ['source', 'name', 'federal_register_notice', 'start_date']),
    hashed(record, ['source', 'name', 'federal_register_notice', 'start_date', 'addresses', 'alt_names']),
    hashed(record, [...record.keys()]),
  ];
  for (const id of candidates) {
    const known = taken.get(id);
    if (known === whole) return undefined;
    if (known !== undefined) continue;
    taken.set(id, whole);
    return id;
  }
  return undefined;
}

function hashed(record: Record, columns: readonly string[]): string {
  const said = columns.map((column) => value(record, column)).join('\n');
  return `${sourceCode(record)}-${createHash('sha256').update(said).digest('hex').slice(0, 16)}`;
}

/** "Entity List (EL) - Bureau of Industry and Security" is EL. */
function sourceCode(record: Record): string {
  const source = value(record, 'source');
  return /\(([A-Z0-9-]+)\)/.exec(source)?.[1] ?? source;
}

const value = (record: Record, column: string): string => record.get(column) ?? '';
const parted = (record: Record, column: string): string[] =>
  value(record, column)
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
