import type { FlagNewsItem } from './flag-line.js';

/** "22:10:07 40 facts about flags of 3 accounts, 2 customers (GET /v1/flags)". */
export function countLine(items: readonly FlagNewsItem[]): string {
  const scopes = new Map<string, Set<string>>();
  for (const { flag } of items) {
    const { kind, provider, id } = flag.scope;
    scopes.set(kind, (scopes.get(kind) ?? new Set()).add(`${provider}/${id}`));
  }
  const nouns = [...scopes].map(([kind, ids]) => nounOf(kind, ids.size)).sort();
  return `${items[0]!.knownAt.slice(11, 19)} ${items.length} facts about flags of ${nouns.join(', ')} (GET /v1/flags)`;
}

function nounOf(kind: string, count: number): string {
  const noun = kind === 'CLUSTER' ? 'compute cluster' : kind.toLowerCase();
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun === 'party' ? 'parties' : `${noun}s`}`;
}
