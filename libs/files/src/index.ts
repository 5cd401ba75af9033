export * from './builtin-scanner.js';
export * from './clamd-scanner.js';
export * from './document-scanner.port.js';
export * from './document-type.js';
export * from './pdf-active-content.js';
