export * from './identity-fact.js';
