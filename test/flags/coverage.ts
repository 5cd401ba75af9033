/** What a set of histories found its way to, as the model sees it: a property that never meets a kind says nothing about it. */
import { FlagWorld } from '../truth/flags/derive-flags.js';
import type { FlagFact, StandingTruth } from '../truth/flags/flag-truth.model.js';
import type { CourseTruth } from '../truth/flags/projection-truth.js';
import type { History } from './history.js';

/** "CROSSING all-time PROBABLE group", with "entry" where it stood at the entry into force, and "again" for a second or later. */
export function seenIn(history: History, seen: Map<string, number>): void {
  const facts: FlagFact[] = [];
  const courses = { ACTIVE: new Map<string, CourseTruth>(), TRIAL: new Map<string, CourseTruth>() };
  for (const [i, step] of history.entries()) {
    facts.push(...step.facts);
    const world = new FlagWorld(facts, step.nowMs);
    for (const state of ['ACTIVE', 'TRIAL'] as const) {
      courses[state] = world.project(courses[state], state);
      for (const name of courses[state].keys()) note(seen, `PROJECTED ${state} ${name.split(' ')[1]}`);
    }
    // Flags come and go: now and then, and at the end, is often enough to see what there is.
    if (i % 4 !== 3 && i < history.length - 1) continue;
    const { standings, shadow } = world.flags();
    for (const one of standings) note(seen, wordsOf(one));
    for (const one of shadow) note(seen, `shadow ${wordsOf(one)}`);
    for (const signal of world.signals()) note(seen, signal.split(' ').filter(isWord).join(' '));
  }
}

/** Not the ids in it. */
const isWord = (word: string): boolean => /^([A-Z_]{4,}|customer|party)$/.test(word);
const note = (seen: Map<string, number>, words: string): void => void seen.set(words, (seen.get(words) ?? 0) + 1);

const wordsOf = ({ kind, rule, tier, scope, n, atEntryIntoForce }: StandingTruth): string =>
  [kind, rule, tier ?? '-', scope.split(' ')[0], ...(atEntryIntoForce ? ['entry'] : []), ...(n > 1 ? ['again'] : [])].join(' ');
