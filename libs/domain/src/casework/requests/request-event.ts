import type { Happened } from '../case-vocabulary.js';

export type RequestEvent = Happened & { type: 'request-placeholder' };
