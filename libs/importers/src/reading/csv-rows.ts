import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { ListLimits } from './list-limits.js';
import { ListRefused, refuse } from './list-refused.js';

export interface CsvRow {
  readonly cells: readonly string[];
  /** The line its record ends on, counted from 1. */
  readonly line: number;
}

const CHUNK_CHARACTERS = 64 * 1024;

/**
 * The records of a CSV text (RFC 4180), each with its line. Chunk by chunk, so that a large list does not hold up everything else.
 * A quote that is never closed is a file cut off; anything else odd is refused with its line.
 */
export async function* csvRows(text: string, file: string, limits: ListLimits, expectedColumns?: number): AsyncGenerator<CsvRow> {
  const parser = parse({ info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: limits.fieldCharacters });
  const source = Readable.from(chunksOf(text));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      checkWidth(record, info.lines, file, expectedColumns);
      yield { cells: record, line: info.lines };
    }
  } catch (error) {
    throw error instanceof CsvError ? asRefusal(error, file) : error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** Rows under a header, as objects by the header's names. The header must hold every needed name; others are passed over. */
export async function* csvRecords(
  text: string,
  file: string,
  limits: ListLimits,
  isHeader: (cells: readonly string[]) => boolean,
  needed: readonly string[],
): AsyncGenerator<{ record: ReadonlyMap<string, string>; line: number }> {
  let header: readonly string[] | undefined;
  for await (const { cells, line } of csvRows(text, file, limits)) {
    if (header !== undefined) {
      checkWidth(cells, line, file, header.length);
      yield { record: new Map(header.map((name, at) => [name, (cells[at] ?? '').trim()])), line };
    } else if (isHeader(cells)) {
      header = cells.map((cell) => cell.trim());
      const missing = needed.filter((name) => !header?.includes(name));
      if (missing.length > 0) refuse('LIST_HEADER_WRONG', `the header has no column ${missing.join(', ')}`, { file, line });
    } else if (line > 3) {
      refuse('LIST_HEADER_WRONG', `no header with ${needed.slice(0, 3).join(', ')}, ... in the first three lines`, { file, line });
    }
  }
  if (header === undefined) refuse('LIST_HEADER_WRONG', 'there is no header', { file, line: 1 });
  // A complete file of this format ends its last line; one cut inside the last column would otherwise look complete.
  if (!/\n$/.test(text)) refuse('LIST_TRUNCATED', 'the file ends in the middle of a line', { file });
}

function checkWidth(cells: readonly string[], line: number, file: string, expected: number | undefined): void {
  if (expected === undefined || cells.length === expected || (cells.length === 1 && cells[0] === '\u001a')) return;
  refuse('LIST_COLUMNS_WRONG', `the row has ${cells.length} columns instead of ${expected}`, { file, line });
}

function asRefusal(error: CsvError, file: string): ListRefused {
  const line = typeof error.lines === 'number' ? { line: error.lines } : {};
  const cut = error.code === 'CSV_QUOTE_NOT_CLOSED';
  return new ListRefused({
    code: cut ? 'LIST_TRUNCATED' : 'LIST_CSV_BROKEN',
    detail: cut ? 'the file ends inside a quoted field' : error.message,
    file,
    ...line,
  });
}

function* chunksOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += CHUNK_CHARACTERS) yield text.slice(at, at + CHUNK_CHARACTERS);
}
