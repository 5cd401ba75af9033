export * from './blind-index.js';
export * from './master-keys.js';
export * from './open-master-keys.js';
export * from './sealing-keys.js';
export * from './sealing-keys.postgres.js';
