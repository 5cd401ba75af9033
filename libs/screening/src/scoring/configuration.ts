import { ALERT_THRESHOLD } from './score-curve.js';
import { type ScreeningWeights, WEIGHTS } from './weights.js';

/** Everything a score depends on beside the names. Two configurations with one id score alike. */
export interface ScreeningConfiguration {
  readonly id: string;
  /** Scores from here on are matches. */
  readonly alertThreshold: number;
  readonly weights: ScreeningWeights;
}

export const SCREENING_CONFIGURATION: ScreeningConfiguration = { id: 'dev', alertThreshold: ALERT_THRESHOLD, weights: WEIGHTS };
