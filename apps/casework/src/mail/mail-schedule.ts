const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** After the first failure, the second, ... and the last of them from then on. */
const PAUSES_MS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR];

/** A mail that could not be handed over for this long has failed, visibly: somebody has to reach the person another way. */
export const GIVE_UP_AFTER_MS = 5 * DAY;

/** What a mail server, or the way to it, said. */
export interface SendResult {
  outcome: 'SENT' | 'REFUSED' | 'AWAY';
  /** "250", "550", "ECONNECTION": never the text. */
  answer: string;
}

export type AfterAttempt = { state: 'SENT' } | { state: 'FAILED' } | { state: 'WAITING'; nextAttemptMs: number };

/** REFUSED is for good; AWAY is tried again, with growing pauses, for five days since the mail was made. `attempts`: this one included. */
export function afterAttempt(
  { outcome }: Pick<SendResult, 'outcome'>,
  { attempts, madeAtMs, nowMs }: { attempts: number; madeAtMs: number; nowMs: number },
): AfterAttempt {
  if (outcome === 'SENT') return { state: 'SENT' };
  if (outcome === 'REFUSED' || nowMs - madeAtMs >= GIVE_UP_AFTER_MS) return { state: 'FAILED' };
  return { state: 'WAITING', nextAttemptMs: nowMs + PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1]! };
}
