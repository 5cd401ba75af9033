import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Clock } from '@tidemark/access';
import { type BatchContext, BatchPattern, type IncomingBatch, StartPosition, TOPICS } from '@tidemark/messaging';
import { ConsumedPositions, Transactions } from '@tidemark/persistence';
import { accountKey, accountsOf, earliestOfEach } from './account-learning.js';
import { type SeenAccount, SeenAccounts } from './accounts.port.js';

const GROUP = 'customer-registry.accounts';
const MESSAGES_MAX = 500;
/** Accounts remembered as known, so that the stream of postings costs the database nothing once they are. */
const REMEMBERED_MAX = 200_000;

/** Learns from the ledger's postings which accounts there are: those that nobody is tied to have to be seen. */
@Controller()
export class AccountsConsumer {
  /** The earliest hour that this process knows to be kept, by account. */
  private readonly known = new Map<string, number>();

  constructor(
    private readonly transactions: Transactions,
    private readonly positions: ConsumedPositions,
    private readonly accounts: SeenAccounts,
    private readonly clock: Clock,
  ) {}

  @BatchPattern({ group: GROUP, topics: [TOPICS.posted], maxMessages: MESSAGES_MAX })
  async learn(@Payload() batch: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    const seen: SeenAccount[] = [];
    for (const message of batch.messages) {
      try {
        seen.push(...accountsOf(message.value, this.clock.now()));
      } catch (error) {
        await context.deadLetter(message, `not postings: ${(error as Error).message}`);
      }
    }
    const news = earliestOfEach(seen).filter(
      (account) => account.firstUseHourMs < (this.known.get(accountKey(account)) ?? Number.POSITIVE_INFINITY),
    );
    await this.transactions.run(async (tx) => {
      // Postings are of every provider.
      await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
      await this.positions.lock(tx, batch.topic, batch.partition);
      if (news.length > 0) await this.accounts.learn(tx, news);
      await this.positions.moveTo(tx, batch.topic, batch.partition, batch.messages.at(-1)!.offset + 1n);
    });
    this.remember(news);
  }

  @StartPosition(GROUP)
  from(@Payload() topic: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.positions.next(topic, partition);
  }

  private remember(accounts: readonly SeenAccount[]): void {
    if (this.known.size + accounts.length > REMEMBERED_MAX) this.known.clear();
    for (const account of accounts) this.known.set(accountKey(account), account.firstUseHourMs);
  }
}
