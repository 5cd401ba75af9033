import type { Word } from '../tokens/words.js';
import { HONORIFICS, TITLES_THAT_ARE_NAMES } from '../vocabulary/honorifics.data.js';
import { PARTICLES } from '../vocabulary/particles.data.js';

const FORMS_AFTER_PEOPLE = new Set(['llc', 'ltd', 'limited', 'inc', 'gmbh', 'llp', 'plc', 'ooo', 'jsc', 'corp', 'incorporated']);
const LETTERS_FOR_DIGITS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
};
const DIN = /^(?:u|e|a|i|o)?d?(?:din|deen|dine|dien|dini)$/;

/** The words of a person's name: titles and legal forms gone, particles marked, split Arabic compounds in one piece, letters for digits. */
export function personWords(words: readonly Word[]): Word[] {
  const named = withoutTitles(withoutForms(words.map(lettersOnly)));
  const joined = compounds(named);
  const marked = joined.map((word, place) =>
    PARTICLES.has(word.text) && !isFirstNameBen(word, place, joined) ? { ...word, filler: true } : word,
  );
  return marked.every((word) => word.filler) ? joined : withFathersMarked(marked).flatMap(initialsApart);
}

function lettersOnly(word: Word): Word {
  if (!/\d/.test(word.text) || !/[a-z]/.test(word.text)) return word;
  return { ...word, text: word.text.replace(/\d/g, (digit) => LETTERS_FOR_DIGITS[digit] ?? '') };
}

function withoutForms(words: readonly Word[]): Word[] {
  const kept = words.filter((word) => !FORMS_AFTER_PEOPLE.has(word.text));
  return kept.length > 0 ? kept : [...words];
}

/** Titles go where a name is left without them; those that are names as well only where two are. */
function withoutTitles(words: readonly Word[]): Word[] {
  const sure = words.filter((word) => !HONORIFICS.has(word.text) || TITLES_THAT_ARE_NAMES.has(word.text));
  const bare = sure.filter((word) => !TITLES_THAT_ARE_NAMES.has(word.text));
  const telling = bare.filter((word) => !PARTICLES.has(word.text) && word.text.length > 1);
  if (telling.length >= 2) return bare;
  return sure.length > 0 ? sure : [...words];
}

/** `Abd al-Rahman`, `Abdul Rahman`, `Abdurrahman` are one name, and so are `Bashir ud-Din` and `Bashiruddin`. */
function compounds(words: readonly Word[]): Word[] {
  const found: Word[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as Word;
    const servant = servantOf(words, at);
    const faith = faithOf(words, at);
    if (servant) {
      found.push({ ...word, text: `abd${servant.text}`, shown: shownTogether(words, at, servant.next) });
      at = servant.next - 1;
    } else if (faith !== undefined) {
      found.push({ ...word, text: `${word.text.replace(/[aeiou]+$/, '')}udin`, shown: shownTogether(words, at, faith) });
      at = faith - 1;
    } else found.push({ ...word, text: word.text.replace(/^(.{3,}?)[aeiou]d?d(?:in|een|ine)$/, '$1udin') });
  }
  return found;
}

/** `abd` with the name that follows it, bare of the article in all its spellings. */
function servantOf(words: readonly Word[], at: number): { text: string; next: number } | undefined {
  const text = words[at]?.text ?? '';
  const whole = /^abd(?:[aeou]l|[aeou](?=([rsdntz])\1)|[aeou](?=sh|l)|i(?=[b-df-hj-np-tv-z]))?(.{3,})$/.exec(text);
  if (whole?.[2] !== undefined) return { text: whole[2].replace(/^(.)\1/, '$1').replace(/^lah/, 'lah'), next: at + 1 };
  if (!/^[ae]bd(?:[aeiou](?:[lrsdntz]|sh|dh)?)?$/.test(text)) return undefined;
  const article = /^(?:al|el|ul|ur|ar|us|as|ush|ash|at|an|il)$/.test(words[at + 1]?.text ?? '') ? 1 : 0;
  const name = words[at + 1 + article]?.text;
  return name === undefined ? undefined : { text: name.replace(/^(?:allah|ullah)$/, 'lah'), next: at + 2 + article };
}

/** The place after `ud-din` where one follows the word. */
function faithOf(words: readonly Word[], at: number): number | undefined {
  const [, next, second] = [0, words[at + 1]?.text ?? '', words[at + 2]?.text ?? ''];
  if (PARTICLES.has(words[at]?.text ?? '')) return undefined;
  if (/^(?:ud|ad|al|ul|el|ed|eddin|id)$/.test(next) && DIN.test(second)) return at + 3;
  return /^(?:u|e|a|i)d?d(?:in|een|ine)$/.test(next) ? at + 2 : undefined;
}

function shownTogether(words: readonly Word[], from: number, to: number): string {
  return words
    .slice(from, to)
    .map((word) => word.shown)
    .join(' ');
}

const SON_OF = new Set(['bin', 'ibn', 'ben', 'bint', 'bent', 'wuld', 'ould', 'weld', 'wald']);

/** Between "son of" and the last of the name stand fathers, who are named or left out at will. */
function withFathersMarked(words: readonly Word[]): Word[] {
  const last = words.findLastIndex((word) => !word.filler);
  return words.map((word, place) => {
    const before = words[place - 1];
    return !word.filler && place < last && before?.filler && SON_OF.has(before.text) ? { ...word, father: true } : word;
  });
}

/** `Ben` in front of one other word is Benjamin; elsewhere it is "son of". */
function isFirstNameBen(word: Word, place: number, words: readonly Word[]): boolean {
  return word.text === 'ben' && place === 0 && words.length === 2;
}

/** `JC` before a name is two initials. */
function initialsApart(word: Word, place: number, words: readonly Word[]): Word[] {
  if (!word.capitals || word.text.length > 3 || /[aeiouy]/.test(word.text) || words.length < 2 || place > 1) return [word];
  return [...word.text].map((letter) => ({ text: letter, shown: letter.toUpperCase(), capitals: false }));
}
