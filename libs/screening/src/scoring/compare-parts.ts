import { LONGEST_RAW, type NamePart } from '../names/name-part.js';
import { isServant } from '../names/servant.js';
import { sizeOfSet } from '../tokens/letter-set.js';
import { editDistance } from './edit-distance.js';
import type { ScreeningWeights } from './weights.js';

/** How two parts agree. */
export type PartAgreement = 'SAME' | 'SPELLING' | 'SIMILAR' | 'CONSONANTS' | 'NICKNAME' | 'INITIAL' | 'ACRONYM' | 'SLIP' | 'CONFLICT';

export interface PartComparison {
  readonly agreement: PartAgreement;
  /** Log-odds that this pair takes away, never negative. */
  readonly cost: number;
}

const SAME: PartComparison = { agreement: 'SAME', cost: 0 };

/** Two parts that share a key (or of which one is an initial). Symmetric. */
export function compareParts(a: NamePart, b: NamePart, weights: ScreeningWeights): PartComparison {
  if (a.text === b.text) return SAME;
  if (a.role === 'INITIAL' || b.role === 'INITIAL') return compareInitial(a, b, weights);
  if (a.role === 'NUMBER' || b.role === 'NUMBER') return conflict(a, b, weights);
  if (a.role === 'ACRONYM' && b.role === 'ACRONYM') return conflict(a, b, weights);
  if (isServant(a) !== isServant(b) && a.text.replace(/^abd/, '') === b.text.replace(/^abd/, ''))
    return { agreement: 'SIMILAR', cost: weights.edit.servant };
  const similar = compareSounds(a, b, weights);
  const nickname = a.nicknames.length > 0 && b.nicknames.length > 0 && a.nicknames.some((row) => b.nicknames.includes(row));
  return nickname && weights.edit.nickname < similar.cost ? { agreement: 'NICKNAME', cost: weights.edit.nickname } : similar;
}

/** What two parts cost that stand for each other's place and are not the same. */
export function conflict(a: NamePart, b: NamePart, weights: ScreeningWeights): PartComparison {
  return { agreement: 'CONFLICT', cost: conflictCost(a, b, weights) };
}

export function conflictCost(a: NamePart, b: NamePart, { conflict: costs }: ScreeningWeights): number {
  if (a.role === 'NUMBER' && b.role === 'NUMBER') return costs.number;
  if (a.role === 'INITIAL' || b.role === 'INITIAL') return costs.initial;
  if (isGeneric(a) && isGeneric(b)) return costs.generic;
  return a.personal && b.personal ? costs.person : costs.organisation;
}

function isGeneric(part: NamePart): boolean {
  return part.role === 'GENERIC' || part.role === 'PLACE';
}

/** An initial stands for any part that begins with it. */
function compareInitial(a: NamePart, b: NamePart, weights: ScreeningWeights): PartComparison {
  if (a.text[0] !== b.text[0] && a.sound[0] !== b.sound[0]) return conflict(a, b, weights);
  return { agreement: 'INITIAL', cost: weights.edit.initial };
}

function compareSounds(a: NamePart, b: NamePart, weights: ScreeningWeights): PartComparison {
  const { edit } = weights;
  const scale = (0.5 + 0.5 * Math.min(1, a.weight, b.weight)) * (transcribedApart(a, b) ? edit.transcribed : 1);
  if (a.sound === b.sound) return { agreement: 'SPELLING', cost: edit.spelling };
  const length = (a.sound.length + b.sound.length) / 2;
  const limit = edit.limit * length;
  const spelled =
    Math.abs(a.sound.length - b.sound.length) * 0.4 > limit || tooFar(a.letters, b.letters, limit)
      ? Number.POSITIVE_INFINITY
      : editDistance(a.sound, b.sound, limit);
  const raw = rawCost(a, b, weights, scale);
  const heard = spelled === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : edit.spelling + (edit.slope * spelled * scale) / length;
  const similar = Math.min(heard, raw);
  const bare = leavesVowelsOut(a) || leavesVowelsOut(b) ? consonantCost(a, b, weights) : Number.POSITIVE_INFINITY;
  if (similar === Number.POSITIVE_INFINITY && bare === Number.POSITIVE_INFINITY) return conflict(a, b, weights);
  return bare < similar ? { agreement: 'CONSONANTS', cost: bare } : { agreement: 'SIMILAR', cost: similar };
}

function leavesVowelsOut({ writing }: NamePart): boolean {
  return writing === 'CONSONANTS';
}

/** Syllables are transcribed, not typed: their vowels vary with the system, but other consonants are another syllable. */
function transcribedApart(a: NamePart, b: NamePart): boolean {
  return (a.writing === 'SYLLABLES') !== (b.writing === 'SYLLABLES') && a.skeleton !== b.skeleton;
}

/** Short words as they are written, because what a typing error does to one the sound may blow up. */
function rawCost(a: NamePart, b: NamePart, { edit }: ScreeningWeights, scale: number): number {
  if (a.text.length > LONGEST_RAW || b.text.length > LONGEST_RAW || leavesVowelsOut(a) || leavesVowelsOut(b))
    return Number.POSITIVE_INFINITY;
  const length = (a.text.length + b.text.length) / 2;
  const distance = editDistance(a.text, b.text, edit.limit * length);
  return distance === Number.POSITIVE_INFINITY ? distance : edit.spelling + (edit.slope * distance * scale) / length;
}

/** y, i and q may be had for less than any other letter. */
const CHEAP = (1 << 25) | (1 << 9) | (1 << 17);

/** Every other letter that only one of the two has costs at least 0.4 (the cheapest change replaces one by another). */
function tooFar(a: number, b: number, limit: number): boolean {
  const [ours, theirs] = [a & ~b & ~CHEAP, b & ~a & ~CHEAP];
  return Math.max(sizeOfSet(ours), sizeOfSet(theirs)) * 0.4 > limit;
}

const ENOUGH_CONSONANTS = 4;

/** What is left of both without vowels, where one side never had them. */
function consonantCost(a: NamePart, b: NamePart, { edit }: ScreeningWeights): number {
  if (leavesVowelsOut(a) && leavesVowelsOut(b)) return Number.POSITIVE_INFINITY;
  if (a.consonants.length === 0 || b.consonants.length === 0) return Number.POSITIVE_INFINITY;
  const few = edit.fewConsonants * Math.max(0, ENOUGH_CONSONANTS - Math.min(a.consonants.length, b.consonants.length));
  if (a.consonants === b.consonants) return edit.vowelless + few;
  const length = (a.consonants.length + b.consonants.length) / 2 + 0.5;
  const distance = editDistance(a.consonants, b.consonants, edit.limit * length);
  return distance === Number.POSITIVE_INFINITY ? distance : edit.vowelless + few + (edit.slope * distance) / length;
}
