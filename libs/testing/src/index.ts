export * from './postgres.js';
export * from './test-issuer.js';
export * from './test-tokens.js';
