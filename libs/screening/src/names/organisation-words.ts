import type { Word } from '../tokens/words.js';
import { ABBREVIATIONS, STOP_WORDS } from '../vocabulary/generic-words.data.js';
import { NUMBER_WORDS, ROMAN_NUMERALS } from '../vocabulary/numerals.data.js';
import { type LegalForm, takeLegalForms } from './legal-form.js';

const SHIP_PREFIXES = new Set(['mv', 'mt', 'ss', 'ms', 'mts']);

/** The telling words of an organisation's or a ship's name and its legal forms: abbreviations written out, numbers in digits. */
export function organisationWords(words: readonly Word[]): { words: Word[]; forms: LegalForm[] } {
  const { from, to, forms } = takeLegalForms(words.map((word) => word.text));
  return { words: inDigits(withStopWordsMarked(words.slice(from, to).map(writtenOut))), forms };
}

function writtenOut(word: Word): Word {
  const long = ABBREVIATIONS[word.text];
  return long === undefined ? word : { ...word, text: long };
}

function withStopWordsMarked(words: readonly Word[]): Word[] {
  const marked = words.map((word, place) =>
    STOP_WORDS.has(word.text) || (place === 0 && SHIP_PREFIXES.has(word.text)) ? { ...word, filler: true } : word,
  );
  return marked.every((word) => word.filler) ? [...words] : marked;
}

/** `Forty-Four`, `forty 4`, `XLIV`-like numerals up to twenty and `1st` become digits; tens and units that follow each other are added. */
function inDigits(words: readonly Word[]): Word[] {
  const found: Word[] = [];
  words.forEach((word, place) => {
    const number = numberOf(word.text, place);
    const before = found.at(-1);
    const tens = before && /^\d+$/.test(before.text) && words[place - 1]?.text !== before.text ? Number(before.text) : Number.NaN;
    if (number !== undefined && number < 10 && tens >= 20 && tens % 10 === 0)
      found[found.length - 1] = { ...word, text: String(tens + number), shown: `${before?.shown} ${word.shown}` };
    else found.push(number === undefined ? word : { ...word, text: String(number) });
  });
  return found;
}

function numberOf(text: string, place: number): number | undefined {
  const ordinal = /^(\d{1,9})(?:st|nd|rd|th)?$/.exec(text);
  if (ordinal?.[1] !== undefined) return Number(ordinal[1]);
  return NUMBER_WORDS[text] ?? (place > 0 ? ROMAN_NUMERALS[text] : undefined);
}
