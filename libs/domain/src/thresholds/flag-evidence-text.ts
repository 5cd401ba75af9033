/**
 * Hours and amounts as text in an evidence bundle: exact, short where use is steady, and read by people and by a few lines of any language.
 *
 * Hours: "492840x24 492870": 24 hours in a row from hour 492840 (since 1970), then one. Amounts: "50x23 51": 23 times 50, then 51.
 */
export interface VectorText {
  readonly hours: string;
  /** TFLOP; as many amounts as there are hours. */
  readonly lower: string;
  readonly expected: string;
  readonly upper: string;
}

/** One hour's row: hour, lower, expected, upper. */
export type HourRow = readonly [hour: number, lower: bigint, expected: bigint, upper: bigint];

/** Hours rise. */
export function printRows(rows: readonly HourRow[]): VectorText {
  return {
    hours: printHours(rows.map(([hour]) => hour)),
    lower: printAmounts(rows.map((row) => row[1])),
    expected: printAmounts(rows.map((row) => row[2])),
    upper: printAmounts(rows.map((row) => row[3])),
  };
}

/** Undefined where the texts are not what {@link printRows} prints, or do not belong together. */
export function readRows(text: VectorText): HourRow[] | undefined {
  const hours = readHours(text.hours);
  const [lower, expected, upper] = [text.lower, text.expected, text.upper].map(readAmounts);
  if (!hours || !lower || !expected || !upper) return undefined;
  if ([lower, expected, upper].some(({ length }) => length !== hours.length)) return undefined;
  return hours.map((hour, index) => [hour, lower[index]!, expected[index]!, upper[index]!]);
}

export function printHours(hours: readonly number[]): string {
  const runs: { from: number; count: number }[] = [];
  for (const hour of hours) {
    const last = runs.at(-1);
    if (last && last.from + last.count === hour) last.count += 1;
    else runs.push({ from: hour, count: 1 });
  }
  return runs.map(({ from, count }) => timesText(String(from), count)).join(' ');
}

export function printAmounts(amounts: readonly bigint[]): string {
  const runs: { amount: bigint; count: number }[] = [];
  for (const amount of amounts) {
    const last = runs.at(-1);
    if (last?.amount === amount) last.count += 1;
    else runs.push({ amount, count: 1 });
  }
  return runs.map(({ amount, count }) => timesText(amount.toString(), count)).join(' ');
}

const timesText = (what: string, count: number): string => (count === 1 ? what : `${what}x${count}`);

/** More than a century of hours is no bundle of ours, and would be room taken from whoever reads it. */
const ENTRIES_MAX = 1_000_000;

export function readHours(text: string): number[] | undefined {
  const runs = readRuns(text);
  if (!runs) return undefined;
  const hours: number[] = [];
  for (const { what, count } of runs) {
    const from = Number(what);
    // Beyond is no hour that a vector could hold.
    if (from + count >= 2 ** 31 || from <= (hours.at(-1) ?? -1)) return undefined;
    for (let index = 0; index < count; index += 1) hours.push(from + index);
  }
  return hours;
}

export function readAmounts(text: string): bigint[] | undefined {
  return readRuns(text)?.flatMap(({ what, count }) => new Array<bigint>(count).fill(BigInt(what)));
}

function readRuns(text: string): { what: string; count: number }[] | undefined {
  if (text === '') return [];
  const runs: { what: string; count: number }[] = [];
  let entries = 0;
  for (const token of text.split(' ')) {
    const parts = /^(0|[1-9]\d{0,39})(?:x([1-9]\d{0,6}))?$/.exec(token);
    if (!parts) return undefined;
    const count = Number(parts[2] ?? '1');
    entries += count;
    if (entries > ENTRIES_MAX) return undefined;
    runs.push({ what: parts[1]!, count });
  }
  return runs;
}
