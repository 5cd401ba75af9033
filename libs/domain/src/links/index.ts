export * from './account-history.js';
export * from './account-link.js';
export * from './evidence-strength.js';
export * from './link-statement.js';
export * from './reseller.js';
export * from './signal-comparison.js';
export * from './suggestion-score.js';
export * from './suggestion-weights.js';
