export * from './entries/list-entry.js';
export * from './entries/match.js';
export * from './entries/screened-person.js';
export { ScreeningIndex, type ScreeningOptions } from './index/screening-index.js';
export * from './scoring/configuration.js';
export { scorePersons } from './scoring/score-persons.js';
export { type ScreeningWeights, WEIGHTS } from './scoring/weights.js';
