export * from './crossing.js';
export * from './hour-vector.js';
export * from './scope.js';
export * from './standing.js';
