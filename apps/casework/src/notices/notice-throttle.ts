const WRONG_MAX = 10;
const PAUSE_MS = 15 * 60_000;
const REMEMBERED_MAX = 10_000;

/**
 * After ten wrong codes for a notice nothing opens it for a quarter of an hour, whether there is such a notice or not. In the memory of each
 * process: a code cannot be guessed, so this spares work alone, and strangers are not let write into the database.
 */
export class NoticeThrottle {
  private readonly wrong = new Map<string, { times: number; untilMs: number }>();

  /** Milliseconds to wait; undefined: none. */
  waitFor(notice: string, nowMs: number): number | undefined {
    const known = this.wrong.get(notice);
    if (known === undefined || known.times < WRONG_MAX) return undefined;
    if (nowMs < known.untilMs) return known.untilMs - nowMs;
    this.wrong.delete(notice);
    return undefined;
  }

  wasWrong(notice: string, nowMs: number): void {
    const known = this.wrong.get(notice);
    const times = known !== undefined && nowMs < known.untilMs ? known.times + 1 : 1;
    // Oldest out first: a Map keeps the order of insertion.
    this.wrong.delete(notice);
    if (this.wrong.size >= REMEMBERED_MAX) this.wrong.delete(this.wrong.keys().next().value as string);
    this.wrong.set(notice, { times, untilMs: nowMs + PAUSE_MS });
  }

  wasRight(notice: string): void {
    this.wrong.delete(notice);
  }
}
