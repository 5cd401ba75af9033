export { LOG_LEVELS, type LogLevel } from './environment.js';
export * from './tidemark-config.js';
