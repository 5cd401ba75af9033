/** When a delivery that failed is tried again, and when an endpoint is given up on. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** After the first failure, the second, ... and the last of them from then on. */
const PAUSES_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR];

/** An endpoint that failed for this long without one success is disabled; what it was not told waits, and is told when it is enabled again. */
export const GIVE_UP_AFTER_MS = 5 * DAY;
/** Messages older than this cannot be replayed, and are not told any more. */
export const MESSAGES_KEPT_MS = 30 * DAY;

/** `attempts` that failed so far, at least 1. `random` in [0, 1) spreads endpoints that failed together over a tenth of the pause. */
export function pauseAfter(attempts: number, random: number): number {
  const pause = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1]!;
  return Math.round(pause * (1 + random / 10));
}

/** The state of an endpoint after a failed attempt. `gone`: it said itself that it is no more (410). */
export function afterFailure(
  { attempts, failingSinceMs }: { attempts: number; failingSinceMs: number | undefined },
  { nowMs, random, gone }: { nowMs: number; random: number; gone: boolean },
): { attempts: number; failingSinceMs: number; nextAttemptMs: number; disabled: boolean } {
  const since = failingSinceMs ?? nowMs;
  const disabled = gone || nowMs - since >= GIVE_UP_AFTER_MS;
  return { attempts: attempts + 1, failingSinceMs: since, nextAttemptMs: nowMs + pauseAfter(attempts + 1, random), disabled };
}
