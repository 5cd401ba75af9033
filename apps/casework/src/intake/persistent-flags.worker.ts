import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { TOPICS } from '@tidemark/messaging';
import { Rounds } from '@tidemark/observability';
import { ConsumedPositions, Transactions } from '@tidemark/persistence';
import { IntakeFlags } from './intake-flags.port.js';
import { TakeFlagHandler } from './take-flag.handler.js';

const LOOK_EVERY_MS = 60_000;
const AT_ONCE = 20;

/** Looks again at flags that stood aside. It holds the topic's position meanwhile: a fact about the same flag is taken before or after, never between. */
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
    private readonly positions: ConsumedPositions,
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

  /** One round. Answers how many flags were due. */
  look(): Promise<number> {
    const nowMs = this.clock.now();
    return this.transactions.run(async (tx) => {
      await this.positions.lock(tx, TOPICS.flag, 0);
      const due = await this.flags.due(tx, nowMs, AT_ONCE);
      for (const { flag } of due) {
        // One before it may have opened the case that it came into.
        const kept = await this.flags.find(tx, flag.id);
        if (kept?.outcome === 'ASIDE') await this.handler.persisted(tx, kept, nowMs);
      }
      return due.length;
    });
  }
}
