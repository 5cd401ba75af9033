/** Scripts that are told apart. All others go through the general transliteration. */
export type Script = 'LATIN' | 'CYRILLIC' | 'ARABIC' | 'HEBREW' | 'GREEK' | 'HAN' | 'KANA' | 'HANGUL' | 'INDIC' | 'OTHER';

const RANGES: readonly (readonly [RegExp, Script])[] = [
  [/\p{Script=Latin}/u, 'LATIN'],
  [/\p{Script=Cyrillic}/u, 'CYRILLIC'],
  [/\p{Script=Arabic}/u, 'ARABIC'],
  [/\p{Script=Hebrew}/u, 'HEBREW'],
  [/\p{Script=Greek}/u, 'GREEK'],
  [/\p{Script=Han}/u, 'HAN'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'KANA'],
  [/\p{Script=Hangul}/u, 'HANGUL'],
  [
    /[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Thai}\p{Script=Lao}\p{Script=Myanmar}]/u,
    'INDIC',
  ],
  [/\p{L}/u, 'OTHER'],
];

/** The script of the first letter that is not Latin, because names in other scripts carry Latin abbreviations more often than the reverse. */
export function scriptOf(text: string): Script {
  if (!/[^\p{ASCII}\u00a0-\u024f\u1e00-\u1eff\u2000-\u206f]/u.test(text)) return 'LATIN';
  for (const [pattern, script] of RANGES.slice(1)) if (pattern.test(text)) return script;
  return 'LATIN';
}

/** What a script writes down: all sounds, no vowels (wholly, mostly or, as kana in foreign names, not the right ones), or whole syllables. It decides what may differ in another script. */
export type Writing = 'ALPHABET' | 'CONSONANTS' | 'SYLLABLES';

export function writingOf(script: Script): Writing {
  if (script === 'ARABIC' || script === 'HEBREW' || script === 'INDIC' || script === 'KANA') return 'CONSONANTS';
  return script === 'HAN' || script === 'HANGUL' ? 'SYLLABLES' : 'ALPHABET';
}
