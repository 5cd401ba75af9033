import { type Paper, printPaper } from './pdf-paper.js';
import { pdfText } from './pdf-text.fixture.js';
import { printableText } from './printable-text.js';

describe('what a paper can print', () => {
  const latinOnly = (codePoint: number) => codePoint < 0x250;

  it('writes what the font has no sign for in Latin letters, visibly', () => {
    expect(printableText('Zażółć 李明, x', latinOnly)).toBe('Zażółć ‹LiMing›, x');
    expect(printableText('a\u{F0000}b', latinOnly)).toBe('a‹U+F0000›b');
    expect(printableText('a\tb\r\nc', latinOnly)).toBe('a b\nc');
  });
});

describe('a paper', () => {
  const paper: Paper = {
    title: 'Dossier of a case',
    footer: 'Case c-1',
    asOfMs: Date.UTC(2026, 0, 1),
    blocks: [
      { kind: 'heading', text: 'Łódź', level: 1 },
      { kind: 'text', text: 'Ирина, Ελένη, 李明' },
      {
        kind: 'table',
        columns: [
          { title: 'No.', width: 1 },
          { title: 'What', width: 4 },
        ],
        rows: Array.from({ length: 120 }, (_, n) => [String(n), `Row ${n}`]),
      },
    ],
  };

  it('is the same bytes each time, and tells its pages', async () => {
    const [one, other] = await Promise.all([printPaper(paper), printPaper(paper)]);
    expect(one.equals(other)).toBe(true);
    const text = pdfText(one);
    for (const words of ['Dossier of a case', 'Łódź', 'Ирина', 'Ελένη', '‹LiMing›', 'Row 119', 'Case c-1'])
      expect(text.replaceAll('\n', '')).toContain(words);
    const pages = Number(/(\d+) of (\d+)/.exec(text)?.[2]);
    expect(pages).toBeGreaterThan(2);
    expect(one.toString('latin1').match(/\/Type \/Page\n/g)).toHaveLength(pages);
  });

  it('says nothing about when it was printed', async () => {
    expect((await printPaper(paper)).toString('latin1')).toContain('(D:20260101000000Z)');
  });
});
