import { type Refused, refuse } from '@tidemark/edge';
import { parse } from 'csv-parse/sync';
import type { BulkRefusalCode } from './bulk.refusals.js';
import { CSV_COLUMNS, CSV_COLUMNS_REQUIRED, profileOfRow } from './csv-columns.js';

export const BULK_FORMATS = { 'text/csv': 'CSV', 'application/x-ndjson': 'JSON_LINES', 'application/jsonl': 'JSON_LINES' } as const;
export type BulkFormat = (typeof BULK_FORMATS)[keyof typeof BULK_FORMATS];

export const BULK_BYTES_MAX = 32 * 1024 * 1024;
export const BULK_ROWS_MAX = 10_000;
/** A profile at all its limits is shorter. */
export const BULK_ROW_BYTES_MAX = 256 * 1024;

/** One row: the customer as `POST /v1/customers` takes it, as JSON; or why the row alone cannot be read. */
export type BulkRow = { json: string } | { code: 'ROW_MALFORMED' | 'ROW_TOO_LARGE' };

type Read = { rows: BulkRow[] } | Refused<BulkRefusalCode>;

/** Reads a file into rows, in their order. A row that cannot be read costs only itself; what makes the whole unreadable refuses it. */
export function readBulkFile(bytes: Uint8Array, format: BulkFormat): Read {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('BULK_NOT_TEXT', 'Some bytes of it are no UTF-8.');
  }
  const read = format === 'CSV' ? readCsv(text) : { rows: readLines(text) };
  if ('refused' in read) return read;
  if (read.rows.length === 0) return refuse('BULK_EMPTY', 'Only blank lines were found.');
  if (read.rows.length > BULK_ROWS_MAX)
    return refuse('BULK_TOO_LARGE', `It has ${read.rows.length} rows; at most ${BULK_ROWS_MAX} are taken.`);
  return { rows: read.rows.map(limited) };
}

function readLines(text: string): BulkRow[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => (isObject(line) ? { json: line } : { code: 'ROW_MALFORMED' as const }));
}

function readCsv(text: string): Read {
  let lines: string[][];
  try {
    lines = parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    return refuse('BULK_HEADER_MALFORMED', `It is no table: ${(error as { code?: string }).code ?? 'it cannot be read'}.`);
  }
  const header = (lines.shift() ?? []).map((name) => name.trim().toLowerCase());
  const fault = headerFault(header);
  if (fault !== undefined) return refuse('BULK_HEADER_MALFORMED', fault);
  return {
    rows: lines.map((cells) =>
      cells.length === header.length
        ? { json: JSON.stringify(profileOfRow(Object.fromEntries(header.map((name, at) => [name, cells[at]!])))) }
        : { code: 'ROW_MALFORMED' },
    ),
  };
}

function headerFault(header: readonly string[]): string | undefined {
  const unknown = header.filter((name) => !CSV_COLUMNS.some((column) => column === name));
  if (unknown.length > 0)
    return `There is no column ${unknown
      .slice(0, 5)
      .map((name) => `"${name.slice(0, 40)}"`)
      .join(', ')}.`;
  const missing = CSV_COLUMNS_REQUIRED.filter((name) => !header.includes(name));
  if (missing.length > 0) return `The column "${missing[0]}" is missing.`;
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  return twice === undefined ? undefined : `The column "${twice}" stands twice.`;
}

const limited = (row: BulkRow): BulkRow =>
  'json' in row && Buffer.byteLength(row.json) > BULK_ROW_BYTES_MAX ? { code: 'ROW_TOO_LARGE' } : row;

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
