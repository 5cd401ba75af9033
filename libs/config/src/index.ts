export * from './tidemark-config.js';
