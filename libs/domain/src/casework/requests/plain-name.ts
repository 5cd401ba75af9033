/** "H100-SXM" and "h100 sxm" are one: declarations are written by people. */
export const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
