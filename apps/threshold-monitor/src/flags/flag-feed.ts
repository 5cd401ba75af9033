import type { Tenant, Transactions } from '@tidemark/persistence';
import type { Flags, ToldFact } from './flags.port.js';

/** Facts that are kept for streams that are a little behind; who is further behind reads from the table. */
const RECENT_MAX = 2_000;
const PAGE = 500;

/**
 * The facts about flags that one tenant may see, as they are committed: read once for all of its streams, by row-level security and not
 * by a filter of ours. Sequences are given under a lock that is held to the commit, so what is read after a sequence misses nothing.
 */
export class FlagFeed {
  private recent: ToldFact[] = [];
  /** Facts above this one are all in `recent`, up to `upTo`. */
  private since = 0n;
  private seen = 0n;
  private started: Promise<void> | undefined;
  private reading: Promise<void> | undefined;
  private again = false;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly tenant: Tenant,
    private readonly transactions: Transactions,
    private readonly flags: Flags,
  ) {}

  /** The last fact that stood when the feed looked last, whoever may see it. */
  get upTo(): bigint {
    return this.seen;
  }

  /** Resolves once the feed knows where the facts stand. */
  start(): Promise<void> {
    this.started ??= this.transactions
      .read(this.tenant, (tx) => this.flags.lastSequence(tx))
      .then((last) => {
        this.since = this.seen = last;
      });
    return this.started;
  }

  /** In their order; a full page may not be the last one. */
  async after(position: bigint): Promise<{ facts: ToldFact[]; more: boolean }> {
    const facts =
      position >= this.since
        ? this.recent.filter(({ sequence }) => sequence > position).slice(0, PAGE)
        : await this.transactions.read(this.tenant, (tx) => this.flags.factsAfter(tx, position, PAGE));
    return { facts, more: facts.length === PAGE };
  }

  /** Called when there is something new. Answers the function that takes the listener away. */
  onFacts(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get isHeard(): boolean {
    return this.listeners.size > 0;
  }

  /** Looks for what is new. Calls that come while it looks are one more look. */
  refresh(): Promise<void> {
    this.again = true;
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async read(): Promise<void> {
    await this.start();
    while (this.again) {
      this.again = false;
      const { facts, last } = await this.transactions.read(this.tenant, async (tx) => ({
        last: await this.flags.lastSequence(tx),
        facts: await this.flags.factsAfter(tx, this.seen, PAGE),
      }));
      this.take(facts);
      if (facts.length === PAGE) this.again = true;
      // The head and the facts are of one snapshot: below the head nothing is missing.
      else if (last > this.seen) this.seen = last;
    }
  }

  private take(facts: readonly ToldFact[]): void {
    if (facts.length === 0) return;
    this.recent.push(...facts);
    this.seen = facts.at(-1)!.sequence;
    if (this.recent.length > RECENT_MAX) {
      this.recent = this.recent.slice(-RECENT_MAX);
      this.since = this.recent[0]!.sequence;
    }
    for (const listener of this.listeners) listener();
  }
}
