import anyAscii from 'any-ascii';
import { ARABIC_NAMES } from './arabic-names.data.js';
import { CYRILLIC } from './cyrillic.data.js';
import { JAPANESE_FAMILY, JAPANESE_GIVEN, KOREAN_READING } from './han.data.js';
import { romanisedHangul } from './hangul.js';
import { HEBREW_NAMES } from './hebrew-names.data.js';
import { type Script, scriptOf } from './script-of.js';
import { ARABIC, HEBREW } from './semitic.data.js';

/** One way to read a name in Latin letters, lower or upper case as it was. */
export interface Reading {
  readonly latin: string;
  readonly script: Script;
}

const LONGEST_PERSON_IN_HAN = 4;

/** Every way a name may be read: one, but for Han characters, which are read differently in three languages. */
export function readings(text: string): Reading[] {
  const script = scriptOf(text);
  const once = (latin: string): Reading[] => [{ latin, script }];
  if (script === 'LATIN') return once(anyAscii(text));
  if (script === 'CYRILLIC') return once(byLetter(text, CYRILLIC));
  if (script === 'ARABIC') return once(arabicReading(text));
  if (script === 'HEBREW') return once(byWord(text, (word) => HEBREW_NAMES.get(word) ?? byLetter(word, HEBREW)));
  if (script === 'HANGUL')
    return once(text.replace(/\p{Script=Hangul}+/gu, (word) => ` ${inFamilyAndGiven(romanisedHangul(word), text)} `));
  if (script === 'HAN') return hanReadings(text).map((latin) => ({ latin, script }));
  if (script === 'KANA')
    return once(
      anyAscii(
        text
          .replaceAll('ッ', '')
          .replace(/ー(?=$|[^\p{Script=Katakana}ー])/gu, 'ル')
          .replaceAll('ー', ''),
      ).replace(/ru(?=$|[^a-z])/g, 'r'),
    );
  return once(anyAscii(text));
}

/** Letters of the table by the table, the rest by the general transliteration. Upper case is kept as far as the first letter. */
function byLetter(text: string, table: Readonly<Record<string, string>>): string {
  let latin = '';
  for (const letter of text.normalize('NFC')) {
    const lower = letter.toLowerCase();
    const known = table[lower];
    latin += known === undefined ? anyAscii(letter) : lower === letter ? known : known.toUpperCase();
  }
  return latin;
}

/** Vowel signs are dropped, the article is set apart, so that it is the same particle as in Latin letters. */
function arabicReading(text: string): string {
  const bare = text.replace(/[\u064b-\u065f\u0670\u06d6-\u06ed\u200c]/g, '');
  return byWord(bare, arabicWord);
}

/** Word by word, with what stands between them kept. */
function byWord(text: string, read: (word: string) => string): string {
  return text
    .split(/(?=[\s-])|(?<=[\s-])/)
    .map(read)
    .join('');
}

function arabicWord(word: string): string {
  const level = word
    .replace(/[أإآٱ]/g, 'ا')
    .replaceAll('ى', 'ي')
    .replaceAll('ة', 'ه')
    .replaceAll('ـ', '');
  const [article, rest] = level.startsWith('ال') && level.length > 4 ? ['al ', level.slice(2)] : ['', level];
  return article + (ARABIC_NAMES.get(rest) ?? byLetter(article === '' ? word : word.slice(2), ARABIC));
}

function hanReadings(text: string): string[] {
  const foreign = /[·・‧•]/.test(text);
  const chinese = text.replace(/[\p{Script=Han}々]+/gu, (word) => ` ${inFamilyAndGiven(chineseSyllables(word), text)} `);
  const found = [chinese];
  const bare = text.trim();
  if (!foreign && [...bare].length <= LONGEST_PERSON_IN_HAN + 1) found.push(...koreanReading(bare), ...japaneseReading(bare));
  return found;
}

/** A name in one piece is family and given name; what is written apart is taken as it is. */
function inFamilyAndGiven(syllables: readonly string[], text: string): string {
  const onePiece = !/[\s·・‧•]/.test(text.trim()) && syllables.length >= 2 && syllables.length <= LONGEST_PERSON_IN_HAN;
  return onePiece ? `${syllables[0]} ${syllables.slice(1).join('')}` : syllables.join('');
}

function chineseSyllables(word: string): string[] {
  return [...word].map((character) => anyAscii(character).toLowerCase().trim());
}

function koreanReading(name: string): string[] {
  const syllables = [...name].map((character) => KOREAN_READING.get(character));
  return syllables.every((syllable) => syllable !== undefined) ? [inFamilyAndGiven(syllables, name)] : [];
}

/** A family name of the table with what follows it: by the table of given names, or else only where the family name leaves one to read. */
function japaneseReading(name: string): string[] {
  for (let length = Math.min(3, name.length - 1); length >= 1; length -= 1) {
    const family = JAPANESE_FAMILY.get(name.slice(0, length));
    const given = JAPANESE_GIVEN.get(name.slice(length));
    if (family !== undefined && given !== undefined) return [`${family} ${given}`];
  }
  return [];
}
