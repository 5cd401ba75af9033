export * from './entries/list-entry.js';
export * from './entries/match.js';
export * from './entries/screened-person.js';
