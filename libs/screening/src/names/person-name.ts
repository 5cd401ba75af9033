import type { ScreeningWeights } from '../scoring/weights.js';
import type { Reading } from '../scripts/readings.js';
import { type Writing, writingOf } from '../scripts/script-of.js';
import { type Word, wordsOf } from '../tokens/words.js';
import { commonness } from '../vocabulary/commonness.js';
import { joinsOf } from './joins.js';
import { type NamePart, namePart } from './name-part.js';
import { personWords } from './person-words.js';
import type { PreparedName } from './prepared-name.js';

const MOST_PARTS = 12;
const SYLLABLE = /^[^aeiouy]{0,3}[aeiouy]{1,3}[^aeiouy]{0,3}$/;

export function preparePersonName(text: string, reading: Reading, weak: boolean, weights: ScreeningWeights): PreparedName {
  const words = personWords(wordsOf(withInitialsApart(inSpokenOrder(reading.latin)))).slice(0, MOST_PARTS);
  const telling = words.filter((word) => !word.filler);
  const parts = telling.map((word) => partOf(word, writingOf(reading.script), weights));
  return {
    text,
    script: reading.script,
    organisation: false,
    parts,
    shown: telling.map((word) => word.shown),
    joins: joinsOf(words, parts, false),
    forms: [],
    syllabic: parts.length === 3 && parts.every((part) => SYLLABLE.test(part.text)),
    weak,
    canonical: parts.map((part) => part.text).join(' '),
  };
}

/** `Putin, Vladimir` is Vladimir Putin. */
function inSpokenOrder(latin: string): string {
  return latin.replace(/^([^,]+),([^,]+)$/, '$2 $1');
}

/** Points of a person's name end initials: `J.P. Morgan` has two. */
function withInitialsApart(latin: string): string {
  return latin.replaceAll('.', '. ').replace(/(\p{Lu})\. (?=\p{Lu}\.)/gu, '$1 ');
}

function partOf(word: Word, writing: Writing, weights: ScreeningWeights): NamePart {
  const shared = { writing, personal: true };
  if (/^\d+$/.test(word.text)) return namePart(word.text, { ...shared, role: 'NUMBER', weight: weights.part.number });
  if (word.text.length === 1) return namePart(word.text, { ...shared, role: 'INITIAL', weight: weights.part.initial });
  if (word.father || /(?:ovich|evich|ovna|evna|ovych|ivna|yovych|avich)$/.test(word.text))
    return namePart(word.text, { ...shared, role: 'PATRONYMIC', weight: weights.part.patronymic });
  return namePart(word.text, { ...shared, weight: weightOf(word.text, weights) });
}

function weightOf(text: string, weights: ScreeningWeights): number {
  const known = commonness(text);
  if (known === 'VERY_COMMON') return weights.part.veryCommon;
  if (known === 'COMMON') return weights.part.common;
  return text.length <= 2 ? weights.part.common : 1;
}
