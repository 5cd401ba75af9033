import { Logger } from '@nestjs/common';

/** A group's position in one partition: everything below was handled. */
export interface Position {
  topic: string;
  partition: number;
  position: bigint;
}

/**
 * Commits positions in the background, one request at a time, always the newest of each partition: the handlers do not
 * wait for it, since after a crash a repeated batch is allowed and a skipped one is not.
 */
export class PositionCommitter {
  private readonly logger = new Logger('EventLog');
  private pending = new Map<string, Position>();
  private running: Promise<void> | undefined;

  constructor(private readonly commit: (positions: Position[]) => Promise<void>) {}

  handled(topic: string, partition: number, position: bigint): void {
    this.pending.set(`${topic}/${partition}`, { topic, partition, position });
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
  }

  /** Resolves when nothing waits, whether or not the last commit succeeded. */
  async flush(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.pending.size > 0) {
      const positions = [...this.pending.values()];
      this.pending = new Map();
      // Not tried again by itself: the next batch brings a newer position, and without one the last batch is repeated after a restart.
      await this.commit(positions).catch((error) => this.logger.warn({ reason: String(error) }, 'positions not committed'));
    }
  }
}
