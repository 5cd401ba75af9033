export * from './http-call.js';
export * from './postgres.js';
export * from './spoken-tokens.js';
export * from './test-issuer.js';
export * from './test-tokens.js';
