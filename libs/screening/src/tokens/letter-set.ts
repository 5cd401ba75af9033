/** A bit per letter of a text; digits fall on letters, which only makes bounds weaker. */
export function letterSet(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) letters |= 1 << (text.charCodeAt(at) & 31);
  return letters;
}

/** How many letters are in a set. */
export function sizeOfSet(letters: number): number {
  let left = letters - ((letters >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return (((left + (left >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
