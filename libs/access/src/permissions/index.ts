export * from './is-permitted.js';
export type { Permission } from './permission.js';
export * from './permissions.js';
export { type NamedPermission, PERMISSION_EXTENSION, Permit, permissionProblem, requireAttempt, requirePermission } from './permit.js';
export { ROLE_SCOPES } from './role-scopes.js';
