/** What a scanner says of a file. */
export type ScanVerdict =
  | { verdict: 'CLEAN'; scanner: string }
  | { verdict: 'INFECTED'; scanner: string; found: string }
  /** Nothing is known: the file waits and is not accepted. */
  | { verdict: 'UNREACHABLE'; scanner: string };

/** Looks for what may harm whoever opens a document. Pluggable: see documents.room.ts. Never throws for a scanner that is away. */
export abstract class DocumentScanner {
  abstract scan(content: Buffer): Promise<ScanVerdict>;
}

/** Several, one after the other: clean is what all call clean. */
export class AllScanners extends DocumentScanner {
  constructor(private readonly scanners: readonly DocumentScanner[]) {
    super();
    if (scanners.length === 0) throw new Error('Without a scanner nothing could ever be accepted');
  }

  async scan(content: Buffer): Promise<ScanVerdict> {
    const clean: string[] = [];
    for (const scanner of this.scanners) {
      const verdict = await scanner.scan(content);
      if (verdict.verdict !== 'CLEAN') return verdict;
      clean.push(verdict.scanner);
    }
    return { verdict: 'CLEAN', scanner: clean.join('+') };
  }
}
