export { LOG_LEVELS, type LogLevel } from './environment.js';
export * from './grpc-address.js';
export * from './http-address.js';
export * from './master-keys.js';
export * from './tidemark-config.js';
