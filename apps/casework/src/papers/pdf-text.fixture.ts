/** Text of a PDF that is not compressed and whose fonts say which signs their glyphs are: enough for what PDFKit writes. */
export function pdfText(pdf: Buffer): string {
  const source = pdf.toString('latin1');
  const objects = new Map([...source.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm)].map(([, id, body]) => [id!, body!]));
  const fonts = new Map<string, Map<number, string>>();
  for (const [, name, id] of source.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const [, cmap] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id!) ?? '') ?? [];
    if (cmap !== undefined) fonts.set(name!, signsOf(objects.get(cmap)!));
  }
  const texts: string[] = [];
  for (const body of objects.values()) {
    if (!body.includes(' Tf\n')) continue;
    let font: Map<number, string> | undefined;
    for (const [, chosen, shown] of body.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (chosen !== undefined) font = fonts.get(chosen);
      else
        texts.push(
          [...shown!.matchAll(/<([0-9a-f]*)>/g)]
            .map(([, hex]) =>
              glyphsOf(hex!)
                .map((glyph) => font?.get(glyph) ?? '?')
                .join(''),
            )
            .join(''),
        );
    }
  }
  return texts.join('\n');
}

const glyphsOf = (hex: string): number[] => (hex.match(/.{4}/g) ?? []).map((glyph) => Number.parseInt(glyph, 16));

/** `<start> <end> [<sign> <sign> ...]`, several ranges. */
function signsOf(cmap: string): Map<number, string> {
  const signs = new Map<number, string>();
  for (const [, start, , list] of cmap.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/g))
    for (const [n, [, hex]] of [...list!.matchAll(/<([0-9a-f ]*)>/g)].entries())
      signs.set(Number.parseInt(start!, 16) + n, Buffer.from(hex!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'));
  return signs;
}
