import type { Happened } from '../case-vocabulary.js';

export type IncidentEvent = Happened & { type: 'incident-placeholder' };
