/** Characters of an offending value that a message repeats: enough to find it, too few to flood a log. */
const SHOWN_MAX = 40;

/** A value as a message may show it: shortened, quoted, control characters and lone surrogates escaped. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint') return shorten(value.toString());
  if (value === null || value === undefined || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'an array' : 'an object';
}

/** The name of a field as sent, safe to put into a verdict. */
export const shownName = (name: string): string => JSON.stringify(shorten(name)).slice(1, -1);

const shorten = (text: string): string => (text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX - 1)}…` : text);
