import anyAscii from 'any-ascii';

/**
 * What the font of the papers can print of a text. Whatever it has no sign for is written in Latin letters between ‹ and ›, so that a reader
 * sees that it was, and can look the exact text up in the JSON beside the paper.
 */
export function printableText(text: string, canPrint: (codePoint: number) => boolean): string {
  let printed = '';
  let strange = '';
  const settle = () => {
    if (strange !== '') printed += `‹${latin(strange)}›`;
    strange = '';
  };
  for (const sign of text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/\t/g, ' ')) {
    const codePoint = sign.codePointAt(0)!;
    if (sign === '\n' || canPrint(codePoint)) {
      settle();
      printed += sign;
    } else strange += sign;
  }
  settle();
  return printed;
}

const latin = (text: string): string =>
  [...text].map((sign) => anyAscii(sign) || `U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`).join('');
