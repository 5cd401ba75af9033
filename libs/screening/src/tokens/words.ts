/** A word of a name in Latin letters, before anything is known of it. */
export interface Word {
  /** Lower case, letters and digits only, never empty. */
  readonly text: string;
  /** As it was written, for the reason line. */
  readonly shown: string;
  /** Written in capitals in a name that is not written in capitals: JC, ABC. */
  readonly capitals: boolean;
  /** It only joins others: a particle or a stop word. No part of its own, but of a join. */
  readonly filler?: boolean;
  /** The name of the father or of one before him, between "son of" and more of the name. */
  readonly father?: boolean;
}

/** Apostrophes and the signs that stand for ayn and hamza join; they are written or left out at will. */
const JOINING = /['’‘`´ʻʼʾʿ"“”«»„]/g;

/** Cuts a name in Latin letters into words: at everything that is no letter or digit, and where a small letter is followed by a capital. */
export function wordsOf(latin: string): Word[] {
  const joined = latin
    .replace(/["“”«»„]/g, ' ')
    .replace(JOINING, '')
    .replace(/&/g, ' and ')
    .replace(/%/g, ' percent ');
  const dotted = joined.replace(/\b(?:\p{L}\.){2,}\p{L}?\b\.?/gu, (initials) => initials.replaceAll('.', ''));
  const mixed = /\p{Ll}/u.test(dotted);
  const cut = mixed ? dotted.replace(/(\p{Ll}{2})(\p{Lu}\p{L})/gu, '$1 $2') : dotted;
  return cut
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((shown) => ({
      text: shown.toLowerCase(),
      shown,
      capitals: mixed && shown.length > 1 && shown === shown.toUpperCase() && shown !== shown.toLowerCase(),
    }));
}
