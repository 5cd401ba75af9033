import { writeFileSync } from 'node:fs';

export const say = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

export const sayAll = (lines: readonly string[]): void => {
  for (const line of lines) say(line);
};

export const sayAbsent = (what: string, place: string): void => say(`Not evaluated, because the data is absent: ${what} (${place}).`);

/** Whole numbers beyond a double's are decimal strings of FLOP. */
export function writeJson(file: string | undefined, value: unknown): void {
  if (file === undefined) return;
  const text = JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one), 2);
  writeFileSync(file, `${text}\n`);
}
