import type { Word } from '../tokens/words.js';
import { type NamePart, namePart } from './name-part.js';
import type { PartSpan } from './prepared-name.js';

const LONGEST_JOIN = 4;
const SHORTEST_ACRONYM = 3;
const LONGEST_ACRONYM = 6;

/** Neighbouring words as one, particles among them or not, and the first letters of an organisation's name as one. */
export function joinsOf(words: readonly Word[], parts: readonly NamePart[], organisation: boolean): PartSpan[] {
  const joins: PartSpan[] = [];
  const placeOf = places(words);
  for (let first = 0; first < words.length; first += 1) {
    for (let after = first + 2; after <= Math.min(words.length, first + LONGEST_JOIN); after += 1) {
      const [from, to] = [placeOf[first] as number, placeOf[after] as number];
      if (to - from >= 1 && to - from <= 3)
        joins.push({ from, to, part: joined(words.slice(first, after), parts.slice(from, to), organisation) });
    }
  }
  const acronym = organisation && parts.length >= SHORTEST_ACRONYM && parts.length <= LONGEST_ACRONYM;
  return acronym ? [...joins, { from: 0, to: parts.length, part: initialsOf(parts) }] : joins;
}

/** How many parts stand in front of each word, and of the end. */
function places(words: readonly Word[]): number[] {
  const found = [0];
  for (const word of words) found.push((found.at(-1) as number) + (word.filler ? 0 : 1));
  return found;
}

function joined(words: readonly Word[], parts: readonly NamePart[], organisation: boolean): NamePart {
  return namePart(words.map((word) => word.text).join(''), {
    weight: weightOf(parts),
    writing: parts[0]?.writing ?? 'ALPHABET',
    personal: !organisation,
    joined: true,
  });
}

function initialsOf(parts: readonly NamePart[]): NamePart {
  return namePart(parts.map((part) => part.text[0]).join(''), {
    role: 'ACRONYM',
    weight: weightOf(parts),
  });
}

function weightOf(parts: readonly NamePart[]): number {
  return parts.reduce((sum, part) => sum + part.weight, 0);
}
