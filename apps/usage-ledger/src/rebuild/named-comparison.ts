import type { Differences } from './rebuild.js';
import type { NamedRow } from './replay.port.js';

/**
 * Compares two tables row by row, in step: neither is ever held in memory. Both rise by the bytes of their keys. Answers how many rows
 * stand in the first.
 */
export async function compareNamed(
  table: string,
  standing: AsyncIterable<NamedRow[]>,
  rebuilt: AsyncIterable<NamedRow[]>,
  differences: Differences,
): Promise<number> {
  const [left, right] = [new Rows(standing), new Rows(rebuilt)];
  await Promise.all([left.next(), right.next()]);
  let rows = 0;
  while (left.row || right.row) {
    const order = !right.row ? -1 : !left.row ? 1 : compareKeys(left.row.key, right.row.key);
    const what = `${table} ${(order <= 0 ? left.row! : right.row!).key}`;
    if (order < 0) differences.compare(what, left.row!.value, 'nothing');
    else if (order > 0) differences.compare(what, 'nothing', right.row!.value);
    else if (left.row!.value !== right.row!.value) compareFields(what, left.row!.value, right.row!.value, differences);
    if (order <= 0) rows++;
    if (order <= 0) await left.next();
    if (order >= 0) await right.next();
  }
  return rows;
}

/** PostgreSQL's collation "C": by bytes of UTF-8. JavaScript's own order differs beyond U+FFFF. */
export const compareKeys = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)));

class Rows {
  row: NamedRow | undefined;
  private page: NamedRow[] = [];
  private at = 0;
  private readonly pages: AsyncIterator<NamedRow[]>;

  constructor(pages: AsyncIterable<NamedRow[]>) {
    this.pages = pages[Symbol.asyncIterator]();
  }

  async next(): Promise<void> {
    while (this.at === this.page.length) {
      const { value, done } = await this.pages.next();
      if (done) {
        this.row = undefined;
        return;
      }
      this.page = value;
      this.at = 0;
    }
    const row = this.page[this.at++]!;
    if (this.row && compareKeys(this.row.key, row.key) >= 0) throw new Error(`Rows are out of order at ${row.key}`);
    this.row = row;
  }
}

function compareFields(what: string, stands: string, rebuilt: string, differences: Differences): void {
  const before = differences.count;
  const [left, right] = [JSON.parse(stands), JSON.parse(rebuilt)] as Record<string, unknown>[];
  for (const field of new Set([...Object.keys(left!), ...Object.keys(right!)])) {
    const [a, b] = apart(left![field], right![field]);
    differences.compare(`${what}: ${field}`, JSON.stringify(a), JSON.stringify(b));
  }
  // Numbers beyond 2^53 differ as text alone.
  if (differences.count === before) differences.compare(what, stands, rebuilt);
}

/** Of lists only what the other has not: a node's day may hold hundreds of claims. */
function apart(a: unknown, b: unknown): [unknown, unknown] {
  if (!Array.isArray(a) || !Array.isArray(b)) return [a, b];
  const without = (all: unknown[], others: unknown[]) => {
    const known = new Set(others.map((one) => JSON.stringify(one)));
    return all.filter((one) => !known.has(JSON.stringify(one)));
  };
  return [without(a, b), without(b, a)];
}
