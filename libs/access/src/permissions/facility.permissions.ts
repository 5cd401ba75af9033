import { ROLES } from '../roles.js';
import type { PermissionsOf } from './permission.js';
import { PROVIDER_ALL, PROVIDER_TECHNICAL, SCHEME_PSEUDONYMOUS } from './role-groups.js';

const READ = {
  own: PROVIDER_ALL,
  scheme: ['operator', ...SCHEME_PSEUDONYMOUS],
  scopes: ['usage:read', 'facility:write', 'oversight:read'],
} as const;
const REGISTER = { own: PROVIDER_TECHNICAL, scopes: ['facility:write'] } as const;
const OPERATE = { scheme: ['operator'], scopes: ['facility:write'] } as const;

/** What hardware exists, where, who operates it, which meters speak for it. */
export const FACILITY_PERMISSIONS = {
  provider: {
    register: { does: 'register a provider', ...OPERATE },
    'renew-secrets': { does: "renew a provider's secrets", ...OPERATE },
    // Whoever invites people has to know for which provider.
    read: {
      does: 'read providers',
      own: PROVIDER_ALL,
      scheme: [...READ.scheme, 'administrator'],
      scopes: [...READ.scopes, 'people:read', 'people:write'],
    },
  },
  site: { register: { does: 'register a site', ...REGISTER }, read: { does: 'read sites', ...READ } },
  cluster: { register: { does: 'register a compute cluster', ...REGISTER }, read: { does: 'read compute clusters', ...READ } },
  meter: { register: { does: 'register a meter', ...REGISTER }, read: { does: 'read meters', ...READ } },
  catalogue: {
    read: { does: 'read accelerators and instance types', own: ROLES, scheme: ROLES, scopes: [] },
    change: { does: 'change accelerators and aliases', ...OPERATE },
  },
} as const satisfies Record<string, PermissionsOf>;
