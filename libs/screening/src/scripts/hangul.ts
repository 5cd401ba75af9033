const FIRST = 0xac00;
const LAST = 0xd7a3;
const INITIALS = ['k', 'kk', 'n', 't', 'tt', 'r', 'm', 'p', 'pp', 's', 'ss', '', 'j', 'jj', 'ch', 'k', 't', 'p', 'h'];
const VOWELS = ['a', 'ae', 'ya', 'yae', 'o', 'e', 'yo', 'ye', 'o', 'wa', 'wae', 'oe', 'yo', 'u', 'wo', 'we', 'wi', 'yu', 'u', 'ui', 'i'];
const FINALS = [
  '',
  'k',
  'k',
  'k',
  'n',
  'n',
  'n',
  't',
  'l',
  'k',
  'm',
  'l',
  'l',
  'l',
  'p',
  'l',
  'm',
  'p',
  'p',
  't',
  't',
  'ng',
  't',
  't',
  'k',
  't',
  'p',
  't',
];

/** Family names are written by custom, not by rule: 이 is Lee and not I. */
const FAMILY_NAMES: Readonly<Record<string, string>> = {
  김: 'kim',
  이: 'lee',
  리: 'ri',
  박: 'park',
  최: 'choe',
  정: 'jong',
  임: 'lim',
  림: 'rim',
  유: 'yu',
  류: 'ryu',
  노: 'roh',
  로: 'ro',
  오: 'oh',
  우: 'woo',
};

/** The syllables of a Korean name, as near as one romanisation comes to the three in use; what they disagree on is cheap to the comparison. */
export function romanisedHangul(word: string): string[] {
  return [...word].map((syllable, place) => (place === 0 && FAMILY_NAMES[syllable]) || romanisedSyllable(syllable));
}

function romanisedSyllable(syllable: string): string {
  const code = syllable.codePointAt(0) ?? 0;
  if (code < FIRST || code > LAST) return '';
  const at = code - FIRST;
  return `${INITIALS[Math.floor(at / 588)]}${VOWELS[Math.floor((at % 588) / 28)]}${FINALS[at % 28]}`;
}
