export * from './health/health-checks.js';
export * from './logging/logging.module.js';
export * from './metrics/metrics.js';
export * from './platform/http-app.js';
export * from './platform/json-body.js';
export * from './platform/platform.module.js';
export * from './shutdown/graceful-shutdown.js';
