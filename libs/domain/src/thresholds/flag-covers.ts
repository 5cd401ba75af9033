import type { KeptFlag } from './flag-book.js';
import { scopeKey } from './scope.js';
import type { Standing } from './standing.js';

/**
 * The open flags of smaller scopes that one flag covers, so that one matter is one case: of scopes inside its own, by the same rule,
 * version, kind and tier. `inside`: keys of every scope that lies within (parties, customers and accounts of a group, and groups under it).
 * Ids, sorted.
 */
export function coveredFlags(flag: Standing | KeptFlag, inside: ReadonlySet<string>, candidates: Iterable<KeptFlag>): string[] {
  const own = scopeKey(flag.scope);
  const covered: string[] = [];
  for (const one of candidates) {
    const key = scopeKey(one.scope);
    if (one.status === 'OPEN' && key !== own && inside.has(key) && isSameMatter(one, flag)) covered.push(one.id);
  }
  return covered.sort();
}

const isSameMatter = (a: KeptFlag, b: Standing | KeptFlag): boolean =>
  a.kind === b.kind && a.rule === b.rule && a.ruleVersion === b.ruleVersion && a.tier === b.tier;
