import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type ListFile, readList } from '@tidemark/importers';
import type { ListEntry, ScreenedPerson } from '@tidemark/screening';
import { parse } from 'csv-parse/sync';
import countries from 'i18n-iso-countries';

/** Two names that are labelled as one person's or as two's. */
export interface NamePair {
  readonly schema: string;
  readonly name1: string;
  readonly name2: string;
  readonly is_match: string;
  readonly quality: string;
  readonly category: string;
  readonly case_group: string;
}

/** The labelled pairs of a file, or nothing where there is none. */
export function namePairs(file: string): NamePair[] | undefined {
  return existsSync(file) ? rows<NamePair>(file) : undefined;
}

/** Names in one script with the same in Latin letters: `query,expected match,...`, and lines of comment. */
export function crossScriptPairs(file: string): (readonly [string, string])[] | undefined {
  if (!existsSync(file)) return undefined;
  const lines = parse(readFileSync(file), { comment: '#', relax_column_count: true, skip_empty_lines: true, bom: true }) as string[][];
  return lines.map(([query = '', expected = '']) => [query, expected] as const);
}

interface PersonRow {
  readonly full_name: string;
  readonly date_of_birth: string;
  readonly nationality: string;
}

export function people(file: string): ScreenedPerson[] | undefined {
  return existsSync(file) ? rows<PersonRow>(file).map(personOf) : undefined;
}

/** OFAC's list of specially designated nationals with its aliases, and the consolidated list of the UN. */
export async function listedEntries(folder: string): Promise<ListEntry[] | undefined> {
  const file = (part: 'main' | 'alt' | 'add', name: string) => ({ part, name, bytes: readFileSync(join(folder, name)) });
  if (!['ofac_sdn.csv', 'ofac_alt.csv', 'ofac_add.csv', 'un_consolidated.xml.gz'].every((name) => existsSync(join(folder, name))))
    return undefined;
  const ofac = await entriesOf({
    list: 'ofac-sdn',
    format: 'ofac-csv',
    parts: [file('main', 'ofac_sdn.csv'), file('alt', 'ofac_alt.csv'), file('add', 'ofac_add.csv')],
  });
  const un = await entriesOf({ list: UN_LIST, format: 'un-xml', parts: [file('main', 'un_consolidated.xml.gz')] });
  return [...ofac, ...un];
}

export const UN_LIST = 'un';

async function entriesOf(file: ListFile): Promise<readonly ListEntry[]> {
  const reading = await readList(file);
  if ('refused' in reading) throw new Error(`The list ${file.list} was refused: ${JSON.stringify(reading.refused)}`);
  return reading.entries;
}

function rows<Row>(file: string): Row[] {
  const bytes = readFileSync(file);
  return parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
  });
}

function personOf({ full_name, date_of_birth, nationality }: PersonRow): ScreenedPerson {
  const country = nationality?.length === 2 ? nationality.toUpperCase() : countries.getAlpha2Code(nationality ?? '', 'en');
  return {
    kind: 'NATURAL',
    names: [{ text: full_name }],
    ...(date_of_birth && { birthDates: [date_of_birth] }),
    ...(country && { countries: [country] }),
  };
}
