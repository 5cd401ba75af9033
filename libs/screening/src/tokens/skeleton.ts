const CLASSES: Readonly<Record<string, string>> = {
  p: 'p',
  b: 'p',
  t: 't',
  d: 't',
  k: 'k',
  g: 'k',
  q: 'k',
  f: 'f',
  v: 'f',
  s: 's',
  z: 's',
  x: 's',
  c: 's',
  j: 's',
  n: 'n',
  m: 'n',
  l: 'l',
  r: 'l',
  h: 'h',
};

/** The consonants of a sound, those that are confused with each other as one: the key by which candidates are found. May be empty. */
export function skeletonOf(sound: string): string {
  let skeleton = '';
  for (const letter of sound) {
    const kind = CLASSES[letter] ?? (letter >= '0' && letter <= '9' ? letter : '');
    if (kind !== '' && !skeleton.endsWith(kind)) skeleton += kind;
  }
  return skeleton;
}

/** The consonants as they are, without vowels and half vowels: what an unvowelled script leaves of a sound. */
export function consonantsOf(sound: string): string {
  return sound
    .replace(/[aeiouy]|(?<=.)v/g, '')
    .replace(/(.)\1+/g, '$1')
    .replace(/(?<=..)h$/, '');
}

/** A text and every text that is left when one letter is taken away: two texts one edit apart always share one of them. */
export function withOneLetterLess(text: string): string[] {
  const all = new Set([text]);
  for (let at = 0; at < text.length; at += 1) all.add(text.slice(0, at) + text.slice(at + 1));
  return [...all];
}
