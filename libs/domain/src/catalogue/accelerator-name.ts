/**
 * The form in which names of accelerators are compared: trimmed, NFKC, case folded, NFKC, and every run of white space, "-" and "_" one space.
 * "NVIDIA_A100-SXM4  40GB" and "nvidia a100 sxm4 40gb" are one name; "40 GB" and "40GB" are two.
 */
export const normaliseAcceleratorName = (name: string): string =>
  caseFold(name.trim().normalize('NFKC'))
    .normalize('NFKC')
    .replace(/[\s_-]+/gu, ' ');

/** Unicode full case folding, which the language does not offer: by code point, because lower case alone depends on the neighbours (Greek sigma). */
const caseFold = (text: string): string => Array.from(text, foldCodePoint).join('');

/** There and back again catches what has several lower-case forms (ß and ẞ, σ and ς); the dotless i is the one letter that must stay as it is. */
const foldCodePoint = (char: string): string => (char === 'ı' ? char : char.toLowerCase().toUpperCase().toLowerCase());
