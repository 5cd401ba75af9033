/** Both sides in words, so that a difference reads as one. */
import type { HourVector } from '@tidemark/domain';
import { type HoursTruth, type StandingTruth, standingName, type Triple } from '../truth/flags/flag-truth.model.js';

/** By name: moment, entry, totals. Totals only of crossings: of other kinds they are there to be read, not to be judged by. */
export function wordsByName(standings: readonly StandingTruth[]): Record<string, string> {
  const words: Record<string, string> = {};
  for (const one of standings) {
    if (words[standingName(one)] !== undefined) throw new Error(`two of ${standingName(one)}`);
    words[standingName(one)] = momentOf(one);
  }
  return Object.fromEntries(Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function momentOf({ kind, hour, minute, atEntryIntoForce, totals }: StandingTruth): string {
  const judged = kind === 'CROSSING' && totals ? ` ${tripleWords(totals)}` : '';
  return `${hour}:${minute}${atEntryIntoForce ? ' at entry' : ''}${judged}`;
}

export const tripleWords = ({ lower, expected, upper }: Triple): string => `${lower}/${expected}/${upper}`;

export const hoursWords = (hours: HoursTruth): string[] =>
  [...hours].sort(([a], [b]) => a - b).map(([hour, triple]) => `${hour}: ${tripleWords(triple)}`);

export function vectorWords({ length, hours, lower, expected, upper }: HourVector): string[] {
  const words: string[] = [];
  for (let i = 0; i < length; i += 1)
    if (upper[i] !== 0n) words.push(`${hours[i]}: ${tripleWords({ lower: lower[i]!, expected: expected[i]!, upper: upper[i]! })}`);
  return words;
}
