export interface TextColumn<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** Numbers stand to the right. */
  readonly right?: boolean;
  /** Longer texts are cut. */
  readonly widthMax?: number;
}

/** Lines of a table: titles, then the rows, columns two spaces apart. */
export function textTable<Row>(rows: readonly Row[], columns: readonly TextColumn<Row>[]): string[] {
  const cells = rows.map((row) => columns.map(({ text, widthMax }) => cut(text(row), widthMax)));
  const lines = [columns.map(({ title }) => title), ...cells];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  return lines.map((line) =>
    line
      .map((cell, at) => (columns[at]!.right ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd(),
  );
}

const cut = (text: string, width = Number.POSITIVE_INFINITY): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);
