import { type NamePart, namePart } from './name-part.js';
import type { JoinedParts } from './prepared-name.js';

const LONGEST_JOIN = 3;
const SHORTEST_ACRONYM = 3;
const LONGEST_ACRONYM = 6;

/** Neighbouring parts as one word, and the first letters of an organisation's name as one. */
export function joinsOf(parts: readonly NamePart[], organisation: boolean): JoinedParts[] {
  const joins: JoinedParts[] = [];
  for (let from = 0; from < parts.length; from += 1) {
    for (let to = from + 2; to <= Math.min(parts.length, from + LONGEST_JOIN); to += 1)
      joins.push({ from, to, part: joined(parts.slice(from, to), organisation) });
  }
  const acronym = organisation && parts.length >= SHORTEST_ACRONYM && parts.length <= LONGEST_ACRONYM;
  return acronym ? [...joins, { from: 0, to: parts.length, part: initialsOf(parts) }] : joins;
}

function joined(parts: readonly NamePart[], organisation: boolean): NamePart {
  return namePart(parts.map((part) => part.text).join(''), {
    shown: parts.map((part) => part.shown).join(' '),
    weight: parts.reduce((sum, part) => sum + part.weight, 0),
    vowelless: parts.some((part) => part.vowelless),
    personal: !organisation,
  });
}

function initialsOf(parts: readonly NamePart[]): NamePart {
  return namePart(parts.map((part) => part.text[0]).join(''), {
    shown: parts.map((part) => part.shown).join(' '),
    role: 'ACRONYM',
    weight: parts.reduce((sum, part) => sum + part.weight, 0),
  });
}
