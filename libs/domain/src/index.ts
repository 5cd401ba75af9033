export * from './usage/record-columns.js';
