import type { Happened } from '../case-vocabulary.js';

export type PaperEvent = Happened & { type: 'paper-placeholder' };
