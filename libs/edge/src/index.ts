export * from './etag.js';
export * from './instant.js';
export * from './paging.js';
export * from './purpose.js';
export * from './refusal.js';
export * from './request-bytes.js';
export * from './tenant.js';
export * from './write-request.js';
