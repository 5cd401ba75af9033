import type { PermissionsOf } from './permission.js';

/** How the installation itself does. Figures that count what people do, by route and by clock of a case, no provider may read. */
export const OPERATION_PERMISSIONS = {
  metrics: {
    read: { does: 'read the figures of a process that count what people do', scheme: ['operator', 'auditor'], scopes: ['oversight:read'] },
  },
} as const satisfies Record<string, PermissionsOf>;
