import { setTimeout as sleep } from 'node:timers/promises';

/** Tries again until it works: in a storm everything fails sometimes, and a client that retries is right. Gives up loudly after `msMax`. */
export async function untilDone<T>(what: string, attempt: () => Promise<T>, msMax = 90_000, pauseMs = 200): Promise<T> {
  const until = Date.now() + msMax;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof NotRetryable) throw error;
      if (Date.now() > until) throw new Error(`${what} did not succeed within ${msMax / 1000} s: ${String(error)}`, { cause: error });
      await sleep(pauseMs);
    }
  }
}

/** The other side answered, and the answer is wrong: no retry mends that. */
export class NotRetryable extends Error {}

/** Runs the jobs with at most `width` at a time, in their order. */
export async function inLanes<T>(width: number, jobs: readonly T[], run: (job: T, at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < jobs.length; at = next++) await run(jobs[at]!, at);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
