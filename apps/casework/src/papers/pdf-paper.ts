import { createRequire } from 'node:module';
import { setImmediate as breathe } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { printableText } from './printable-text.js';

/** A paper as its maker tells it, top to bottom. */
export type Block =
  | { kind: 'heading'; text: string; level: 1 | 2 }
  | { kind: 'text'; text: string }
  | { kind: 'table'; columns: readonly Column[]; rows: readonly (readonly string[])[] };

export interface Column {
  title: string;
  /** Share of the line: they are put into proportion. */
  width: number;
}

export interface Paper {
  title: string;
  /** Printed on every page beside its number. */
  footer: string;
  /** Stands as the date of the document: nothing in a paper tells when it was printed. */
  asOfMs: number;
  blocks: readonly Block[];
}

const fontFile = (name: string): string => createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);
const MARGIN = 50;
const FOOTER_HEIGHT = 30;
const CELL_GAP = 6;
/** A heading alone at the foot of a page heads nothing. */
const HEADED_ROOM = 120;
const SIZES = { title: 18, 1: 13, 2: 10.5, text: 9, cell: 7.5, footer: 7 } as const;
/** A cell that is longer than a page would never end: what is longer stands in the JSON. */
const CELL_SIGNS_MAX = 1_500;
/** Printing is work for the processor: after so many rows whoever else waits has a turn. */
const ROWS_AT_ONCE = 20;

/** The same bytes for the same paper: nothing is compressed, since what compresses differs from one version of Node to the next. */
export async function printPaper(paper: Paper): Promise<Buffer> {
  const date = new Date(paper.asOfMs);
  const document = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOTER_HEIGHT },
    compress: false,
    bufferPages: true,
    lang: 'en-GB',
    displayTitle: true,
    info: { Title: paper.title, Creator: 'Tidemark', Producer: 'Tidemark', CreationDate: date, ModDate: date },
  });
  const bytes = gathered(document);
  const printer = new Printer(document);
  printer.title(paper.title);
  for (const block of paper.blocks) await printer.print(block);
  printer.footers(paper.footer);
  document.end();
  return bytes;
}

class Printer {
  private readonly width: number;

  constructor(private readonly document: PDFKit.PDFDocument) {
    document.registerFont('bold', fontFile('DejaVuSans-Bold'));
    document.registerFont('regular', fontFile('DejaVuSans'));
    document.font('regular');
    this.width = document.page.width - 2 * MARGIN;
  }

  title(text: string): void {
    this.document.font('bold').fontSize(SIZES.title).text(this.printable(text), { width: this.width });
    this.document.moveDown(0.5);
  }

  async print(block: Block): Promise<void> {
    if (block.kind === 'heading') this.heading(block.text, block.level);
    else if (block.kind === 'text') this.paragraph(block.text);
    else await this.table(block.columns, block.rows);
  }

  footers(text: string): void {
    const { start, count } = this.document.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
      this.document.switchToPage(page);
      // Below the margin text would begin a new page.
      this.document.page.margins.bottom = 0;
      const y = this.document.page.height - MARGIN;
      this.document.font('regular').fontSize(SIZES.footer).fillColor('#555555');
      this.document.text(this.printable(text), MARGIN, y, { width: this.width - 70, lineBreak: false });
      this.document.text(`${page - start + 1} of ${count}`, MARGIN + this.width - 70, y, { width: 70, align: 'right', lineBreak: false });
    }
  }

  private heading(text: string, level: 1 | 2): void {
    if (this.left() < HEADED_ROOM) this.document.addPage();
    this.document.moveDown(level === 1 ? 0.9 : 0.5);
    this.document.font('bold').fontSize(SIZES[level]).text(this.printable(text), MARGIN, undefined, { width: this.width });
    this.document.moveDown(0.25);
  }

  private paragraph(text: string): void {
    this.document.font('regular').fontSize(SIZES.text).text(this.printable(text), MARGIN, undefined, { width: this.width });
    this.document.moveDown(0.4);
  }

  private async table(columns: readonly Column[], rows: readonly (readonly string[])[]): Promise<void> {
    const shares = columns.reduce((sum, { width }) => sum + width, 0);
    const widths = columns.map(({ width }) => (this.width * width) / shares);
    const head = columns.map(({ title }) => title);
    if (head.some((title) => title !== '')) this.row(head, widths, 'bold');
    for (const [n, row] of rows.entries()) {
      if (this.row(row, widths, 'regular') === 'full') this.onNextPage(row, head, widths);
      if (n % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await breathe();
    }
    if (rows.length === 0) this.row(['None.'], [this.width], 'regular');
    this.document.moveDown(0.6);
  }

  private onNextPage(row: readonly string[], head: readonly string[], widths: readonly number[]): void {
    this.document.addPage();
    if (head.some((title) => title !== '')) this.row(head, widths, 'bold');
    this.row(row, widths, 'regular', 'anyhow');
  }

  /** `full`: it does not fit under what stands on the page. */
  private row(cells: readonly string[], widths: readonly number[], font: 'bold' | 'regular', when?: 'anyhow'): 'printed' | 'full' {
    this.document.font(font).fontSize(SIZES.cell);
    const texts = cells.map((cell) => this.printable(shortened(cell)));
    const height = Math.max(...texts.map((text, n) => this.document.heightOfString(text || ' ', { width: widths[n]! - CELL_GAP })));
    if (this.left() < height + 6 && when === undefined) {
      if (font === 'regular') return 'full';
      this.document.addPage();
    }
    const top = this.document.y + 2;
    texts.reduce((x, text, n) => {
      this.document.text(text, x, top, { width: widths[n]! - CELL_GAP });
      return x + widths[n]!;
    }, MARGIN);
    const bottom = top + height + 2;
    this.document
      .moveTo(MARGIN, bottom)
      .lineTo(MARGIN + this.width, bottom)
      .lineWidth(0.3)
      .strokeColor('#bbbbbb')
      .stroke();
    this.document.x = MARGIN;
    this.document.y = bottom;
    return 'printed';
  }

  private left(): number {
    return this.document.page.height - this.document.page.margins.bottom - this.document.y;
  }

  private printable(text: string): string {
    return printableText(text, (codePoint) => fontOf(this.document).hasGlyphForCodePoint(codePoint));
  }
}

/** The font in use, which the types of PDFKit leave out. */
const fontOf = (document: PDFKit.PDFDocument) =>
  (document as unknown as { _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } } })._font.font;

const shortened = (text: string): string =>
  text.length <= CELL_SIGNS_MAX ? text : `${text.slice(0, CELL_SIGNS_MAX)} … (the rest stands in case.json)`;

function gathered(document: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}
