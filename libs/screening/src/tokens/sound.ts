/**
 * How a word sounds, roughly and across languages: spellings that stand for one sound become one letter, so that transliterations of one name
 * lie close together. In what comes out `c` is ch, `x` is sh, `q` is kh; no other sound is written with these. Until the end they are capitals.
 */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/shch|sch|sh/g, 'X'],
  [/tsch|tch|tsh|cz|ch/g, 'C'],
  [/kh/g, 'Q'],
  [/dzh|dj|zh/g, 'j'],
  [/ph/g, 'f'],
  [/gh/g, 'g'],
  [/([tdbr])h/g, '$1'],
  [/ck|qu|q/g, 'k'],
  [/c(?=[eiy])/g, 's'],
  [/c/g, 'k'],
  [/^x/, 'X'],
  [/x/g, 'ks'],
  [/tz|ts/g, 'z'],
  [/ejs$/, 'is'],
  [/w/g, 'v'],
  [/(?<=[bcdfghjklmnpqrstvz])j(?=[aeou])/g, 'y'],
  [/(?:[ei][iyj]|ie|y|ij)+$/, 'i'],
  [/(?<=[aeou])[jy]$/, 'i'],
  [/oo|ou|ue/g, 'u'],
  [/ee|ii|yi|iy|ie|ei|ey/g, 'i'],
  [/ae|ai/g, 'e'],
  [/eo|oe/g, 'o'],
  [/y(?![aeiou])/g, 'i'],
  [/(?<=[aeiou])h$/, ''],
  [/X/g, 'x'],
  [/C/g, 'c'],
  [/Q/g, 'q'],
  [/([a-z])\1+/g, '$1'],
];

/** What no spelling above begins with or holds: most words of most languages, which are then spared the walk through the table. */
const AS_IT_SOUNDS = /^(?!.*(?:[cghjqwxy]|t[sz]|[aeiou]{2}|(.)\1))/;

/** Deterministic, for lower case letters and digits; a word of digits is its own sound. */
export function soundOf(text: string): string {
  return AS_IT_SOUNDS.test(text) ? text : soundByTable(text);
}

/** The same by walking the whole table; for the test of the shortcut. */
export function soundByTable(text: string): string {
  let sound = text;
  for (const [spelling, written] of SPELLINGS) sound = sound.replace(spelling, written);
  return sound || text;
}
