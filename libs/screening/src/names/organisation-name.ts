import type { ScreeningWeights } from '../scoring/weights.js';
import type { Reading } from '../scripts/readings.js';
import { type Script, writingOf } from '../scripts/script-of.js';
import { type Word, wordsOf } from '../tokens/words.js';
import { GENERIC_WORDS, PLACE_WORDS } from '../vocabulary/generic-words.data.js';
import { joinsOf } from './joins.js';
import { type NamePart, namePart } from './name-part.js';
import { organisationWords } from './organisation-words.js';
import type { PreparedName } from './prepared-name.js';

const MOST_PARTS = 20;
/** Russian makes an adjective of a place; other languages name the place. */
const ADJECTIVE = /^(.{4,})sk(?:iy|ii|aya|oye|oe|ogo|oy)$/;

export function prepareOrganisationName(text: string, reading: Reading, weak: boolean, weights: ScreeningWeights): PreparedName {
  const { words, forms } = organisationWords(wordsOf(reading.latin));
  const all = words.slice(0, MOST_PARTS);
  const telling = all.filter((word) => !word.filler);
  const parts = telling.map((word) => partOf(word, reading.script, weights));
  return {
    text,
    script: reading.script,
    organisation: true,
    parts,
    shown: telling.map((word) => word.shown),
    joins: joinsOf(all, parts, true),
    forms,
    syllabic: false,
    weak,
    canonical: parts.map((part) => part.text).join(' '),
  };
}

function partOf(word: Word, script: Script, weights: ScreeningWeights): NamePart {
  const shared = { writing: writingOf(script) };
  const { part } = weights;
  if (/^\d+$/.test(word.text)) return namePart(word.text, { ...shared, role: 'NUMBER', weight: part.number });
  if (PLACE_WORDS.has(word.text)) return namePart(word.text, { ...shared, role: 'PLACE', weight: part.place });
  if (GENERIC_WORDS.has(word.text) || GENERIC_WORDS.has(word.text.replace(/s$/, '')))
    return namePart(word.text, { ...shared, role: 'GENERIC', weight: part.generic });
  if (word.capitals && word.text.length <= 5) return namePart(word.text, { ...shared, role: 'ACRONYM', weight: 1 });
  return namePart(script === 'CYRILLIC' ? word.text.replace(ADJECTIVE, '$1') : word.text, {
    ...shared,
    weight: word.text.length === 1 ? part.initial : 1,
  });
}
