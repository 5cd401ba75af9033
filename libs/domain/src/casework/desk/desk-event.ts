import type { Happened } from '../case-vocabulary.js';

export type DeskEvent = Happened & { type: 'desk-placeholder' };
