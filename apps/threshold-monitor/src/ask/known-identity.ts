import { Injectable } from '@nestjs/common';
import { readIdentity } from '@tidemark/contracts';
import { Attribution, CONTROL_RULES } from '@tidemark/domain';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { IdentityFacts } from './identity-facts.port.js';

const PAGE = 5_000;
/** Nobody asks this fold what a fact changed. */
const OPTIONS = { controlRules: CONTROL_RULES, isOnlyAsked: true };

/**
 * Who use belongs to, for questions: folded from the facts that were committed, whichever process took them. Questions may not look into
 * what a transaction is only about to commit, and ask for every rule of control, so they have a fold of their own, begun by the first.
 */
@Injectable()
export class KnownIdentity {
  private attribution = new Attribution(OPTIONS);
  private sequence = 0n;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly facts: IdentityFacts,
    private readonly transactions: Transactions,
  ) {}

  /** Resolves once the facts that stand were read: the first time that takes as long as there are many, too long for an open transaction. */
  async ready(): Promise<void> {
    if (this.sequence === 0n) await this.catchUp();
  }

  /** From all facts up to the sequence at least, and those known after `knownAtMs` left out. To be read at once: it goes on. */
  async asKnownAt(sequence: bigint, knownAtMs: number): Promise<Attribution> {
    if (this.sequence < sequence) await this.catchUp();
    // The look may have begun before the fact was there.
    if (this.sequence < sequence) await this.catchUp();
    if (this.sequence < sequence) throw new Error(`the head knows identity fact ${sequence}, and the last one kept is ${this.sequence}`);
    return this.attribution.asKnownAt(knownAtMs);
  }

  /** From the facts up to the sequence alone: what a transaction of the monitor knew. */
  async upTo(tx: Transaction, sequence: bigint): Promise<Attribution> {
    const edge = await this.facts.knownTimesAround(tx, sequence);
    if (edge.nextMs === undefined || edge.lastMs < edge.nextMs) return this.asKnownAt(sequence, edge.lastMs);
    // Facts of one instant, taken by two transactions: no moment tells them apart.
    const attribution = new Attribution(OPTIONS);
    await this.fold(tx, attribution, 0n, sequence);
    return attribution;
  }

  private catchUp(): Promise<void> {
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async read(): Promise<void> {
    const before = this.attribution.sequence;
    try {
      await this.transactions.read({ oversight: true }, async (tx) => {
        this.sequence = await this.fold(tx, this.attribution, this.sequence, undefined);
      });
    } catch (error) {
      // Half of a page may be folded in: the next question begins anew.
      if (this.attribution.sequence !== before) {
        this.attribution = new Attribution(OPTIONS);
        this.sequence = 0n;
      }
      throw error;
    }
  }

  /** Answers the sequence of the last fact that was read. */
  private async fold(tx: Transaction, attribution: Attribution, after: bigint, upTo: bigint | undefined): Promise<bigint> {
    let last = after;
    for (;;) {
      const page = await this.facts.after(tx, last, upTo, PAGE);
      for (const { bytes } of page) {
        const { fact } = readIdentity(bytes);
        if (fact) attribution.take({ ...fact, sequence: attribution.sequence + 1 });
      }
      if (page.length > 0) last = page.at(-1)!.sequence;
      if (page.length < PAGE) return last;
    }
  }
}
