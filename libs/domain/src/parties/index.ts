export * from './party-judgement.js';
export * from './resolve-parties.js';
export * from './strong-identifiers.js';
