import type { Happened } from '../case-vocabulary.js';

export type EvaluationEvent = Happened & { type: 'evaluation-placeholder' };
