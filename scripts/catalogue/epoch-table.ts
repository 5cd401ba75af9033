import { readFileSync } from 'node:fs';

/** One row of Epoch's "Data on ML hardware", by column name. Empty cells are absent. */
export type EpochRow = ReadonlyMap<string, string>;

const NAME = 'Hardware name';

/** Reads the table. Rows of parts released before 2016 are kept: a model may still ask for one by name. */
export function readEpochTable(path: string): Map<string, EpochRow> {
  const [header, ...records] = parseCsv(readFileSync(path, 'utf8'));
  if (!header?.includes(NAME)) throw new Error(`${path} has no column "${NAME}"`);
  const rows = new Map<string, EpochRow>();
  for (const record of records) {
    const row = new Map(header.map((column, i) => [column, record[i] ?? ''] as const).filter(([, cell]) => cell !== ''));
    const name = row.get(NAME);
    if (name) rows.set(name, row);
  }
  return rows;
}

/** Operations per second to whole GFLOP/s, down; undefined for an empty cell. */
export function gigaflops(row: EpochRow, column: string): number | undefined {
  const cell = row.get(column);
  if (cell === undefined) return undefined;
  const operations = Number(cell);
  if (!(operations > 0)) throw new Error(`${row.get(NAME)}: "${column}" is ${cell}`);
  return Math.floor(operations / 1e9);
}

/** RFC 4180: quoted fields may hold commas, line breaks and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const match of text.replace(/\r\n/g, '\n').matchAll(/("(?:[^"]|"")*"|[^",\n]*)(,|\n|$)/g)) {
    const [whole, field = '', end] = match;
    if (whole === '' && record.length === 0) break;
    record.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
