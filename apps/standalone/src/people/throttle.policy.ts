/** Attempts of one account, or from one address, that have not been made good. */
export interface Attempts {
  failures: number;
  lastAtMs: number;
  lockedUntilMs: number;
}

export interface ThrottlePolicy {
  /** So many are free; each further one locks for twice as long. */
  free: number;
}

/** A person mistypes; a machine tries. */
export const ACCOUNT_POLICY: ThrottlePolicy = { free: 5 };
/** Many people may share an address. */
export const ADDRESS_POLICY: ThrottlePolicy = { free: 50 };

const FIRST_LOCK_MS = 30_000;
/** Long enough against guessing (100 a day), short enough that nobody is kept out by somebody else's guessing for long. */
const LOCK_MAX_MS = 15 * 60_000;
export const FORGOTTEN_MS = 24 * 60 * 60_000;

/** Counts an attempt before it is known to be good, so that many at once count too; or answers how long to wait. */
export function attempt(
  before: Attempts | undefined,
  nowMs: number,
  { free }: ThrottlePolicy,
): { attempts: Attempts } | { waitMs: number } {
  if (before && before.lockedUntilMs > nowMs) return { waitMs: before.lockedUntilMs - nowMs };
  const failures = before && nowMs - before.lastAtMs < FORGOTTEN_MS ? before.failures + 1 : 1;
  const beyond = failures - free;
  const lockMs = Math.min(LOCK_MAX_MS, FIRST_LOCK_MS * 2 ** Math.min(beyond, 10));
  return { attempts: { failures, lastAtMs: nowMs, lockedUntilMs: beyond < 0 ? 0 : nowMs + lockMs } };
}
