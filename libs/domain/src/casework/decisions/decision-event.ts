import type { Happened } from '../case-vocabulary.js';

export type DecisionEvent = Happened & { type: 'decision-placeholder' };
