import type { Happened } from '../case-vocabulary.js';

export type AccessEvent = Happened & { type: 'access-placeholder' };
