/** A turn that comes round by the clock. */
export interface Turn {
  /** Whether it is time; then the next turn begins to run. */
  due(): boolean;
  /** The next turn comes no sooner than this from now. */
  rest(ms: number): void;
}

/** What one stream waits for: a call (news, the client gone), or the next of its turns, whichever comes first. */
export class Waiting {
  private called = false;
  private wake: () => void = () => undefined;
  private readonly turns: { atMs: number }[] = [];

  call(): void {
    this.called = true;
    this.wake();
  }

  /** Before looking: what is called from now on is not lost. */
  reset(): void {
    this.called = false;
  }

  /** Answers the function that takes the listener away. */
  onAbort(signal: AbortSignal): () => void {
    const listener = () => this.call();
    signal.addEventListener('abort', listener);
    return () => signal.removeEventListener('abort', listener);
  }

  every(ms: number, firstMs = ms): Turn {
    const turn = { atMs: performance.now() + firstMs };
    this.turns.push(turn);
    return {
      due: () => {
        const isDue = performance.now() >= turn.atMs;
        if (isDue) turn.atMs = performance.now() + ms;
        return isDue;
      },
      rest: (restMs) => {
        turn.atMs = Math.max(turn.atMs, performance.now() + restMs);
      },
    };
  }

  async forCall(): Promise<void> {
    if (this.called) return;
    const nextMs = Math.min(...this.turns.map(({ atMs }) => atMs)) - performance.now();
    await new Promise<void>((resolve) => {
      // A timer that fires a fraction early would find its turn not due, and be set again for nothing.
      const timer = setTimeout(resolve, Math.max(0, Math.ceil(nextMs)));
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }
}
