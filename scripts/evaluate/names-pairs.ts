import { type PersonKind, SCREENING_CONFIGURATION, scorePersons } from '@tidemark/screening';
import type { NamePair } from './names-data.js';

export interface PairResult {
  readonly pair: NamePair;
  readonly score: number;
  readonly hit: boolean;
  readonly wanted: boolean;
}

export interface PairFigures {
  readonly pairs: number;
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  /** Share of the pairs called STRONG that are judged right, matches and others. */
  readonly strongRecall: number;
  readonly strongPairs: number;
  readonly microsecondsPerPair: number;
}

const KINDS: Readonly<Record<string, PersonKind>> = { Person: 'NATURAL', Company: 'LEGAL', Organization: 'LEGAL' };

/** Judges every pair by its names alone, at the alert threshold. */
export function judgePairs(pairs: readonly NamePair[]): { results: PairResult[]; figures: PairFigures } {
  const start = performance.now();
  const results = pairs.map(judge);
  const spent = performance.now() - start;
  return { results, figures: { ...figuresOf(results), microsecondsPerPair: Math.round((spent * 1000) / Math.max(1, pairs.length)) } };
}

/** How many names in other scripts are matched with the same in Latin letters, by the name alone. */
export function crossScriptHits(pairs: readonly (readonly [string, string])[]): number {
  return pairs.filter(([one, other]) => scoreOfNames(one, other, 'NATURAL') >= SCREENING_CONFIGURATION.alertThreshold).length;
}

function scoreOfNames(one: string, other: string, kind: PersonKind): number {
  return scorePersons({ kind, names: [{ text: one }] }, { kind, names: [{ text: other }] }).score;
}

function judge(pair: NamePair): PairResult {
  const kind = KINDS[pair.schema] ?? 'UNKNOWN';
  const score = scoreOfNames(pair.name1, pair.name2, kind);
  return { pair, score, hit: score >= SCREENING_CONFIGURATION.alertThreshold, wanted: pair.is_match === 'true' };
}

function figuresOf(results: readonly PairResult[]): Omit<PairFigures, 'microsecondsPerPair'> {
  const count = (hit: boolean, wanted: boolean) => results.filter((result) => result.hit === hit && result.wanted === wanted).length;
  const [found, wrong, missed] = [count(true, true), count(true, false), count(false, true)];
  const strong = results.filter(({ pair }) => pair.quality === 'STRONG');
  return {
    pairs: results.length,
    f1: share(2 * found, 2 * found + wrong + missed),
    precision: share(found, found + wrong),
    recall: share(found, found + missed),
    strongRecall: share(strong.filter(({ hit, wanted }) => hit === wanted).length, strong.length),
    strongPairs: strong.length,
  };
}

/** Of nothing, everything. */
function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}
