import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { Rounds } from '@tidemark/observability';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { IntakeFlags } from './intake-flags.port.js';
import { TakeFlagHandler } from './take-flag.handler.js';

const LOOK_EVERY_MS = 60_000;
const AT_ONCE = 20;

/** Looks again at flags that stood aside, each in a transaction of its own, so that no two cases are held for each other's sake. */
@Injectable()
export class PersistentFlagsWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(PersistentFlagsWorker.name);
  private readonly rounds = new Rounds({
    look: async () => ((await this.look()) < AT_ONCE ? LOOK_EVERY_MS : 0),
    onError: (error) => this.logger.error(error, 'flags that stand aside wait to be looked at'),
    pauseAfterErrorMs: LOOK_EVERY_MS,
  });

  constructor(
    private readonly transactions: Transactions,
    private readonly flags: IntakeFlags,
    private readonly handler: TakeFlagHandler,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  /** One round. Answers how many flags came into a case. */
  async look(): Promise<number> {
    const nowMs = this.clock.now();
    const due = await this.transactions.run((tx) => this.flags.due(tx, nowMs, AT_ONCE));
    let placed = 0;
    for (const { flag } of due) if (await this.lookAt(flag.id, nowMs)) placed++;
    return placed;
  }

  /** One that cannot be placed holds up no other: it is looked at again. */
  private async lookAt(flag: string, nowMs: number): Promise<boolean> {
    try {
      await this.transactions.run((tx) => this.place(tx, flag, nowMs));
      return true;
    } catch (error) {
      this.logger.error(error, `the flag ${flag}, which stands aside, waits for its case`);
      return false;
    }
  }

  private async place(tx: Transaction, flag: string, nowMs: number): Promise<void> {
    await this.flags.hold(tx);
    const kept = await this.flags.find(tx, flag);
    // Another may have opened the case that it came into, and it may have been withdrawn since it was found due.
    if (kept?.outcome === 'ASIDE' && !kept.withdrawn) await this.handler.persisted(tx, kept, nowMs);
  }
}
