import { skeletonOf, withOneLetterLess } from '../tokens/skeleton.js';
import { soundOf } from '../tokens/sound.js';
import { LONGEST_RAW, type NamePart } from './name-part.js';
import { isServant, SERVANT } from './servant.js';

const LONGEST_SPELLED_OUT = 9;
const SHORTEST_SKELETON_THINNED = 5;

/**
 * The keys of a part. Two parts are only ever taken for each other when they share a key, in the index and in the comparison of a pair alike,
 * so no candidate can be missed: by consonants, by consonants but one, by letters but one, by nickname, by acronym or number.
 */
export function partKeys(part: NamePart): string[] {
  if (part.role === 'NUMBER') return [`#${part.text}`];
  if (part.role === 'INITIAL') return [];
  const keys = new Set<string>();
  if (part.role === 'ACRONYM') keys.add(`a${part.text}`);
  for (const skeleton of [part.skeleton, skeletonOf(part.consonants)]) addSkeleton(skeleton, keys);
  if (part.sound.length <= LONGEST_SPELLED_OUT)
    for (const less of withOneLetterLess(part.sound)) if (less.length > 1 || part.sound.length < 3) keys.add(`s${less}`);
  if (part.text.length <= LONGEST_RAW) for (const less of withOneLetterLess(part.text)) if (less.length > 1) keys.add(`t${less}`);
  if (isServant(part)) addSkeleton(skeletonOf(soundOf(part.text.slice(SERVANT.length))), keys);
  for (const row of part.nicknames) keys.add(`n${row}`);
  return [...keys];
}

function addSkeleton(skeleton: string, keys: Set<string>): void {
  if (skeleton.length >= 2) keys.add(`k${skeleton}`);
  if (skeleton.length >= SHORTEST_SKELETON_THINNED - 1) keys.add(`x${skeleton}`);
  if (skeleton.length >= SHORTEST_SKELETON_THINNED) for (const less of withOneLetterLess(skeleton)) keys.add(`x${less}`);
}

/** The keys with what kind of name they are of: parts of a person's name and of an organisation's are never taken for each other. */
export function retrievalKeysOfPart(part: NamePart): string[] {
  return partKeys(part).map((key) => `${part.personal ? 'p' : 'o'}${key}`);
}
