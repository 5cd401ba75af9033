import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** A row by its header's names. Cells are trimmed; what a file does not have is undefined. */
export type CsvRow = Readonly<Record<string, string | undefined>>;

export interface CsvFile {
  readonly file: string;
  readonly rows: readonly CsvRow[];
}

export interface Tables {
  readonly files: readonly CsvFile[];
  /** Tables of a folder that are about something else. */
  readonly passedOver: readonly string[];
}

const IS_CSV = /\.csv(\.gz)?$/i;

/**
 * The tables with these columns that `--data` means: a file, or those of a folder, or of its folder of that name. None where there is nothing.
 * Sorted by name, so that the same data prints the same page. Throws where a file was named and its columns are others.
 */
export function tablesOf(data: string, folder: string, columns: readonly string[]): Tables {
  const files = pathsOf(data, folder).map((file) => ({ file, rows: parseCsv(readFileSync(file), file.endsWith('.gz')) }));
  const others = files.filter(({ rows }) => missingColumns(rows, columns).length > 0);
  if (others.some(({ file }) => file === data))
    throw new Error(`${data} lacks the columns ${missingColumns(others[0]!.rows, columns).join(', ')}`);
  return { files: files.filter((file) => !others.includes(file)), passedOver: others.map(({ file }) => file) };
}

function pathsOf(data: string, folder: string): string[] {
  if (!existsSync(data)) return [];
  if (!statSync(data).isDirectory()) return [data];
  const inner = join(data, folder);
  const place = existsSync(inner) && statSync(inner).isDirectory() ? inner : data;
  return readdirSync(place)
    .filter((name) => IS_CSV.test(name))
    .sort()
    .map((name) => join(place, name));
}

/** Files of others: a byte order mark, a short row or a stray quote is no reason to refuse the rest. */
export function parseCsv(bytes: Uint8Array, gzipped = false): CsvRow[] {
  return parse(Buffer.from(gzipped ? gunzipSync(bytes) : bytes), {
    columns: (header: string[]) => header.map((name) => name.trim()),
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
  });
}

/** Among those wanted. Of a table without rows none: it says nothing, and that is no mistake. */
function missingColumns([first]: readonly CsvRow[], wanted: readonly string[]): string[] {
  return first === undefined ? [] : wanted.filter((name) => first[name] === undefined);
}

const NOTHING_SAID: ReadonlySet<string> = new Set(['', '-', 'na', 'n/a', 'nan', 'none', 'null', 'unknown']);

/** What stands in a cell; undefined where it says that nothing is known. */
export function textOf(row: CsvRow, column: string): string | undefined {
  const text = row[column];
  return text === undefined || NOTHING_SAID.has(text.toLowerCase()) ? undefined : text;
}

/** A number above zero, thousands separated by commas or not; undefined for anything else. */
export function amountOf(row: CsvRow, column: string): number | undefined {
  const text = textOf(row, column)?.replaceAll(',', '');
  const amount = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(amount) && amount > 0 ? amount : undefined;
}

/** A share as parts per million, written as a fraction, in percent with its sign, or as a number above 1 (percent too). */
export function ppmOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, number = '', sign] = /^([\d.]+(?:e-?\d+)?)\s*(%?)$/i.exec(text) ?? [];
  const value = number === '' ? Number.NaN : Number(number);
  const share = sign === '%' || value > 1 ? value / 100 : value;
  return share > 0 && share <= 1 ? Math.round(share * 1e6) : undefined;
}
