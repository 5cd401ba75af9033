import { createHash } from 'node:crypto';
import { canonicalJson } from '@tidemark/domain';
import { type Match, SCREENING_CONFIGURATION, type ScreenedPerson } from '@tidemark/screening';
import type { ListVersionRef } from '../lists/list-versions.port.js';
import { bestFirst, type LoadedList } from './loaded-list.js';

/** Of everybody on all lists; who looks like more listed persons than this is told so. */
export const MATCHES_MAX = 100;

export interface ScreeningResult {
  readonly matches: readonly Match[];
  /** False: there were more than {@link MATCHES_MAX}; the best are shown. */
  readonly complete: boolean;
}

/** All that an answer follows from. */
export interface ScreeningBasis {
  readonly person: ScreenedPerson;
  readonly lists: readonly ListVersionRef[];
  readonly configuration: string;
  readonly threshold: number;
}

/** Compares a person with every list: the same basis gives the same result to the byte. Best first; of equal scores by list and entry. */
export function screenPerson(
  person: ScreenedPerson,
  lists: readonly LoadedList[],
  threshold = SCREENING_CONFIGURATION.alertThreshold,
): ScreeningResult {
  const found = lists.flatMap((list) => list.screen(person, { threshold, limit: MATCHES_MAX + 1 }));
  const ordered = found.sort(bestFirst);
  return { matches: ordered.slice(0, MATCHES_MAX), complete: found.length <= MATCHES_MAX };
}

/** As it is kept and compared. */
export const resultText = (result: ScreeningResult): string => canonicalJson(result);

export const resultHash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
