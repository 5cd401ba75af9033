import { RUN_TO_NUMBER_MS } from './frontier-run.data.js';

/** The use of one report, in milliseconds after the start of the run; half-open. */
export interface RunSlot {
  readonly fromMs: number;
  readonly toMs: number;
  readonly pace: 'DAY' | 'LIVE';
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Before the number is passed, the past is told day by day up to here. */
const DAYS_END_MS = RUN_TO_NUMBER_MS - MINUTE_MS;

/**
 * Every report of the run, in order. What a report holds follows from its number and the start of the run alone, so that one that is sent
 * again, after a `kill -9`, is the same report and counts once. Around the moment that matters they come every five seconds, then every minute,
 * then every hour; a day later the run ends.
 */
export const RUN_SLOTS: readonly RunSlot[] = [
  ...cut(0, DAYS_END_MS, DAY_MS, 'DAY'),
  ...cut(DAYS_END_MS, RUN_TO_NUMBER_MS + MINUTE_MS, 5 * SECOND_MS, 'LIVE'),
  ...cut(RUN_TO_NUMBER_MS + MINUTE_MS, RUN_TO_NUMBER_MS + HOUR_MS, MINUTE_MS, 'LIVE'),
  ...cut(RUN_TO_NUMBER_MS + HOUR_MS, RUN_TO_NUMBER_MS + DAY_MS, HOUR_MS, 'LIVE'),
];

/** The last one is shorter where the steps do not fit. */
function cut(fromMs: number, toMs: number, stepMs: number, pace: RunSlot['pace']): RunSlot[] {
  const count = Math.ceil((toMs - fromMs) / stepMs);
  return Array.from({ length: count }, (_, i) => ({
    fromMs: fromMs + i * stepMs,
    toMs: Math.min(fromMs + (i + 1) * stepMs, toMs),
    pace,
  }));
}
