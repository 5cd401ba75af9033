import { setTimeout as sleep } from 'node:timers/promises';
import { countLine } from './count-line.js';
import { type FlagNewsItem, flagLine } from './flag-line.js';

/** What happens within so short a time is looked at together. */
const TOGETHER_MS = 2_000;
/** So many flags of smaller scopes get a line each; of more only the number is told. */
const LINES_MAX = 3;
/** What was used before the doors opened is judged when nothing came for so long. */
const QUIET_MS = 2_000;
const QUIET_WITHIN_MS = 30_000;

/**
 * Says what becomes of flags while somebody looks: a line for everything about a group, which nobody else sees whole. What is inside of groups
 * gets lines as long as there is little of it; where a run passes a number by account, compute cluster, customer and party at once it is counted.
 */
export class LiveView {
  private isTelling = false;
  private heardAtMs = Date.now();
  private smaller: FlagNewsItem[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly say: (line: string) => void) {}

  hear(item: FlagNewsItem): void {
    this.heardAtMs = Date.now();
    if (!this.isTelling) return;
    if (item.flag.scope.kind === 'GROUP') {
      this.say(flagLine(item));
      return;
    }
    this.smaller.push(item);
    this.timer ??= setTimeout(() => this.tellSmaller(), TOGETHER_MS).unref();
  }

  /** Tells what is heard from now on. Before, use of the past may raise flags by the hundred: nobody wants them line by line. */
  begin(): void {
    this.isTelling = true;
  }

  end(): void {
    clearTimeout(this.timer);
    this.tellSmaller();
  }

  /** Resolves when nothing was heard for a moment, or it goes on and on. */
  async quiet(signal: AbortSignal): Promise<void> {
    const giveUpAtMs = Date.now() + QUIET_WITHIN_MS;
    while (Date.now() < Math.min(this.heardAtMs + QUIET_MS, giveUpAtMs)) await sleep(100, undefined, { signal });
  }

  private tellSmaller(): void {
    this.timer = undefined;
    const items = this.smaller;
    this.smaller = [];
    if (items.length > LINES_MAX) this.say(countLine(items));
    else for (const item of items) this.say(flagLine(item));
  }
}
