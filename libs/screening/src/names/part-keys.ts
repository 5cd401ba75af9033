import { skeletonOf } from '../tokens/skeleton.js';
import { soundOf } from '../tokens/sound.js';
import { LONGEST_RAW, type NamePart } from './name-part.js';
import { isServant, SERVANT } from './servant.js';

const LONGEST_SPELLED_OUT = 9;
const SHORTEST_SKELETON = 2;
const VOWEL = /[aeiouy]/;
const SHORTEST_SKELETON_THINNED = 5;

/** What a key is made of; part of the key, so that none is taken for one of another kind. */
enum Family {
  NUMBER = 1,
  ACRONYM,
  SKELETON,
  THINNED_SKELETON,
  SOUND,
  RAW,
  NICKNAME,
}

/**
 * The keys of a part, as numbers of 30 bits. Two parts are only ever taken for each other when they share a key, in the index and in the
 * comparison of a pair alike, so no candidate can be missed: by consonants, by consonants but one, by letters but one, by nickname, by acronym
 * or number. Two keys that fall together by chance only cost a comparison. Initials have none: they find nothing by themselves.
 */
export function partKeys(part: NamePart): number[] {
  if (part.role === 'INITIAL') return [];
  const salt = part.personal ? 0 : 64;
  if (part.role === 'NUMBER') return [keyOf(salt + Family.NUMBER, part.text)];
  const keys: number[] = [];
  if (part.role === 'ACRONYM') keys.push(keyOf(salt + Family.ACRONYM, part.text));
  addSkeleton(part.skeleton, part.sound, salt, keys);
  if (!part.joined) addThinnedSkeleton(part.skeleton, salt, keys);
  const bare = skeletonOf(part.consonants);
  if (bare !== part.skeleton) addSkeleton(bare, part.sound, salt, keys);
  if (isServant(part)) addServed(soundOf(part.text.slice(SERVANT.length)), salt, keys);
  if (part.sound.length <= LONGEST_SPELLED_OUT) addThinned(part.sound, salt + Family.SOUND, keys);
  if (part.text.length <= LONGEST_RAW) addThinned(part.text, salt + Family.RAW, keys);
  for (const row of part.nicknames) keys.push(keyOf(salt + Family.NICKNAME, String(row)));
  return keys;
}

/** The name without the servant, which has to be the same. */
function addServed(sound: string, salt: number, keys: number[]): void {
  addThinned(sound, salt + Family.SOUND, keys);
  addSkeleton(skeletonOf(sound), sound, salt, keys);
}

function addSkeleton(skeleton: string, sound: string, salt: number, keys: number[]): void {
  if (skeleton.length < SHORTEST_SKELETON) return;
  keys.push(keyOf(salt + Family.SKELETON, skeleton.length > SHORTEST_SKELETON ? skeleton : withEnds(skeleton, sound)));
}

/** Words put together have to agree in every consonant, or but for one letter: they are many, and make long skeletons. */
function addThinnedSkeleton(skeleton: string, salt: number, keys: number[]): void {
  if (skeleton.length >= SHORTEST_SKELETON_THINNED) addThinned(skeleton, salt + Family.THINNED_SKELETON, keys);
  else if (skeleton.length === SHORTEST_SKELETON_THINNED - 1) keys.push(keyOf(salt + Family.THINNED_SKELETON, skeleton));
}

/** Two consonants are too common to find by: whether vowels stand at the ends belongs to them. */
function withEnds(skeleton: string, sound: string): string {
  const [first, last] = [VOWEL.test(sound[0] ?? ''), VOWEL.test(sound.at(-1) ?? '')];
  return `${first ? '-' : ''}${skeleton}${last ? '-' : ''}`;
}

/** The text and what is left of it when one letter is taken away: two texts one change apart always share one of these. */
function addThinned(text: string, family: number, keys: number[]): void {
  keys.push(keyOf(family, text));
  if (text.length < 3) return;
  for (let at = 0; at < text.length; at += 1) if (text[at] !== text[at - 1]) keys.push(keyOf(family, text, at));
}

/** FNV-1a over the letters, one of them passed over, folded to 30 bits. */
function keyOf(family: number, text: string, without = -1): number {
  let hash = 0x811c9dc5 ^ family;
  for (let at = 0; at < text.length; at += 1) if (at !== without) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return (Math.imul(hash, 0x2c1b3c6d) >>> 2) & 0x3fffffff;
}
