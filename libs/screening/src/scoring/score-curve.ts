import type { ScreeningWeights } from './weights.js';

/** Log-odds 0 is the alert threshold. */
export const ALERT_THRESHOLD = 0.7;
const AT_ALERT = Math.log(ALERT_THRESHOLD / (1 - ALERT_THRESHOLD));
const STEPS = 1e9;

/** 0..1, rising, short of 1 for whatever evidence there is; rounded, so that it is the same number everywhere. */
export function scoreOf(logOdds: number, { spread }: ScreeningWeights): number {
  return Math.round(STEPS / (1 + Math.exp(-(logOdds / spread + AT_ALERT)))) / STEPS;
}

/** The log-odds at which a score is reached. */
export function logOddsOf(score: number, { spread }: ScreeningWeights): number {
  return (Math.log(score / (1 - score)) - AT_ALERT) * spread;
}
