import type { PermissionsOf } from './permission.js';
import { COMPLIANCE, PROVIDER_ALL, PROVIDER_COMPLIANCE, SCHEME_IDENTITY, SCHEME_PSEUDONYMOUS } from './role-groups.js';

/** Lists, and who stands on them. */
export const SCREENING_PERMISSIONS = {
  list: {
    import: { does: 'import a version of a list', scheme: ['operator'], scopes: ['lists:write'] },
    read: {
      does: 'read lists, their versions and differences',
      own: PROVIDER_ALL,
      scheme: ['operator', ...SCHEME_PSEUDONYMOUS],
      scopes: ['customers:read', 'lists:write'],
    },
  },
  screening: {
    run: { does: 'screen a name', own: COMPLIANCE, scheme: COMPLIANCE, scopes: ['customers:write'] },
    read: { does: 'read a screening', own: COMPLIANCE, scheme: SCHEME_IDENTITY, scopes: ['customers:read'] },
    repeat: { does: 'repeat a screening and compare', own: COMPLIANCE, scheme: SCHEME_IDENTITY, scopes: ['customers:read'] },
  },
  match: {
    read: { does: 'read matches and their scores', own: PROVIDER_COMPLIANCE, scheme: SCHEME_IDENTITY, scopes: ['customers:read'] },
    decide: { does: 'decide whether a match is true', own: COMPLIANCE, scopes: ['customers:write'] },
  },
} as const satisfies Record<string, PermissionsOf>;
