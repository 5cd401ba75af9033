/** Plain values compared by content alone: node:util's comparison tells apart objects that come from another realm, as some do in tests. */
export const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

/** JSON with keys in order and big integers marked. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) => {
      if (typeof part === 'bigint') return `${part}n`;
      if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
      return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
    }) ?? 'nothing'
  );
}

/** For people. */
export const show = (value: unknown): string => canonical(value).slice(0, 600);

const SHOWN_MAX = 5;

/** The first few of a long list, and how many there are. */
export const limited = (what: string, faults: string[]): string[] =>
  faults.length > SHOWN_MAX ? [...faults.slice(0, SHOWN_MAX), `... ${faults.length} faults of ${what} in all`] : faults;
