const FIRST_MS = 100;

/** Milliseconds to wait before try `attempt` (0 is the first repetition): doubling, with a fifth of chance so that instances do not march in step. */
export function backOffMs(attempt: number, mostMs = 15_000): number {
  const plain = Math.min(mostMs, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(plain * (0.8 + 0.4 * Math.random()));
}

/** Waits, but no longer than until `signal` is aborted. Never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
