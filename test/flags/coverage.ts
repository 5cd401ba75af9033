/** What a set of histories found its way to, as the model sees it: a property that never meets a kind says nothing about it. */
import { deriveFlags } from '../truth/flags/derive-flags.js';
import { type StandingTruth } from '../truth/flags/flag-truth.model.js';
import { factsOf, type History } from './history.js';

/** "CROSSING all-time PROBABLE group", with "entry" where it stood at the entry into force, and "again" for a second or later. */
export function seenIn(history: History, seen: Map<string, number>): void {
  const facts: ReturnType<typeof factsOf> = [];
  for (const step of history) {
    facts.push(...step.facts);
    const { standings, shadow } = deriveFlags(facts, step.nowMs);
    for (const one of standings) note(seen, wordsOf(one));
    for (const one of shadow) note(seen, `shadow ${wordsOf(one)}`);
  }
}

const note = (seen: Map<string, number>, words: string): void => void seen.set(words, (seen.get(words) ?? 0) + 1);

const wordsOf = ({ kind, rule, tier, scope, n, atEntryIntoForce }: StandingTruth): string =>
  [kind, rule, tier ?? '-', scope.split(' ')[0], ...(atEntryIntoForce ? ['entry'] : []), ...(n > 1 ? ['again'] : [])].join(' ');
