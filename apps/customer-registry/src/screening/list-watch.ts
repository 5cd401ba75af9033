import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Transactions } from '@tidemark/persistence';
import { ListIndexes } from './list-indexes.js';

const LOOK_EVERY_MS = 2_000;

/**
 * Loads what another process imported, and everything at the start, before somebody has to wait for it. Nothing depends on it: a question
 * that comes first loads what it needs itself.
 */
@Injectable()
export class ListWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ListWatch.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly indexes: ListIndexes,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.keepLooking();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async keepLooking(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const load = this.transactions.read({ oversight: true }, (tx) => this.indexes.current(tx));
      await load.catch((error: unknown) => this.logger.error(error, 'lists cannot be loaded'));
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
