import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { readIdentity } from '@tidemark/contracts';
import { Attribution, CONTROL_RULES } from '@tidemark/domain';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { IdentityFacts } from './identity-facts.port.js';

const PAGE = 5_000;

/**
 * Who stands behind whom, folded in this process from the facts that were committed, whichever instance took them. Asked inside a transaction
 * it reads what is missing through that one: waiting for a second connection while holding one would let many such transactions wait for each other.
 */
@Injectable()
export class IdentityFold implements OnApplicationBootstrap {
  private readonly logger = new Logger(IdentityFold.name);
  private readonly attribution = new Attribution({ controlRules: CONTROL_RULES, isOnlyAsked: true });
  private readonly broughtUp = new WeakSet<Transaction>();
  private sequence = 0n;
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly facts: IdentityFacts,
    private readonly transactions: Transactions,
  ) {}

  /** The first time takes as long as there are many facts, too long for a transaction that holds a case. */
  async onApplicationBootstrap(): Promise<void> {
    await this.transactions.read({ oversight: true }, (tx) => this.upToDate(tx));
  }

  /** From all facts that the transaction saw when it first asked: whoever asks for every flag of a case asks the database once. To be asked at once: it goes on. */
  async upToDate(tx: Transaction): Promise<Attribution> {
    if (!this.broughtUp.has(tx)) {
      const last = await this.facts.lastSequence(tx);
      while (this.sequence < last) await this.afterOthers(() => this.read(tx));
      this.broughtUp.add(tx);
    }
    return this.attribution;
  }

  /** One reads at a time. Whoever waited finds what the others read. */
  private afterOthers(read: () => Promise<void>): Promise<void> {
    const mine = this.reading.then(read);
    this.reading = mine.catch(() => undefined);
    return mine;
  }

  private async read(tx: Transaction): Promise<void> {
    for (;;) {
      const page = await this.facts.after(tx, this.sequence, PAGE);
      for (const { sequence, bytes } of page) this.take(sequence, bytes);
      if (page.length < PAGE) return;
    }
  }

  private take(sequence: bigint, bytes: Uint8Array): void {
    const { fact } = readIdentity(bytes);
    try {
      if (fact) this.attribution.take({ ...fact, sequence: this.attribution.sequence + 1 });
    } catch (error) {
      // Such as an end whose start could not be read: no case may wait for it for ever, so it says nothing here, and the log says so.
      this.logger.error(error, `identity fact ${sequence} says what cannot be`);
    }
    this.sequence = sequence;
  }
}
