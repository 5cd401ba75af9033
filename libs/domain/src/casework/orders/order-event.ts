import type { Happened } from '../case-vocabulary.js';

export type OrderEvent = Happened & { type: 'order-placeholder' };
