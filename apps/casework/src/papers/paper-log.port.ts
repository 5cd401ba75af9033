import type { LogLine } from './log-line.js';

/** The log of a case with its hashes and salts. Whoever asks was let in before. */
export abstract class PaperLog {
  /** Entries after `after` up to `to`, oldest first, at most `limit`. */
  abstract lines(caseId: string, after: number, to: number, limit: number): Promise<LogLine[]>;
}

const PAGE = 500;

/** All of them, a page at a time: never more in memory, however long the log is. */
export async function* linesUpTo(log: PaperLog, caseId: string, to: number): AsyncGenerator<LogLine> {
  for (let after = 0; after < to; ) {
    const page = await log.lines(caseId, after, to, PAGE);
    if (page.length === 0) return;
    yield* page;
    after = page.at(-1)!.sequence;
  }
}
