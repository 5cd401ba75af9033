const NEAR_MAX = 3;
/** Names longer than this are compared by their beginning: the cost of a comparison grows with the square. */
const COMPARED_CHARACTERS_MAX = 64;

/** Up to three names that a person may have meant, nearest first. Empty when none is similar. */
export function nearNames(wanted: string, names: readonly string[]): string[] {
  const target = plain(wanted);
  if (target === '') return [];
  return names
    .map((name) => ({ name, distance: nameDistance(target, plain(name)) }))
    .filter(({ distance }) => distance <= 0.5)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, NEAR_MAX)
    .map(({ name }) => name);
}

function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .slice(0, COMPARED_CHARACTERS_MAX);
}

/** 0 for equal, 1 for nothing in common. One name within the other counts as near: "H100" means some H100. */
function nameDistance(a: string, b: string): number {
  if (b === '') return 1;
  if (b.includes(a) || a.includes(b)) return 0.4 * (1 - Math.min(a.length, b.length) / Math.max(a.length, b.length));
  return editDistance(a, b) / Math.max(a.length, b.length);
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
