import { setTimeout as sleep } from 'node:timers/promises';

export interface RoundsParts {
  /** One round. Answers how long to pause before the next; 0: none. */
  look: () => Promise<number>;
  /** A round that failed is told here, and the next begins after the pause. */
  onError: (error: unknown) => void;
  pauseAfterErrorMs: number;
}

/** A worker's life: it looks, pauses and looks again for as long as the app runs, and finishes the round in hand before the end. */
export class Rounds {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly parts: RoundsParts) {}

  /** Looks at once, or after a first pause. */
  start(firstPauseMs = 0): void {
    this.running ??= this.keepLooking(firstPauseMs);
  }

  /** True once the app ends: a long round may end early. */
  get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Resolves when the round in hand is over; at once when none was ever begun. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async keepLooking(firstPauseMs: number): Promise<void> {
    let pauseMs = firstPauseMs;
    for (;;) {
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.isStopping) return;
      pauseMs = await this.lookOnce();
    }
  }

  private async lookOnce(): Promise<number> {
    try {
      return await this.parts.look();
    } catch (error) {
      this.parts.onError(error);
      return this.parts.pauseAfterErrorMs;
    }
  }
}
