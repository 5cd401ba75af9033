import type { PermissionsOf } from './permission.js';

/** How the installation itself does. Its figures count what people do in cases, by route and by clock: no provider may read them. */
export const OPERATION_PERMISSIONS = {
  metrics: { read: { does: 'read the figures of a process', scheme: ['operator'], scopes: ['oversight:read'] } },
} as const satisfies Record<string, PermissionsOf>;
