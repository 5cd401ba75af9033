import type { PermissionsOf } from './permission.js';
import { PROVIDER_ALL, PROVIDER_TECHNICAL, SCHEME_PSEUDONYMOUS } from './role-groups.js';

const READ = {
  own: PROVIDER_ALL,
  scheme: ['operator', ...SCHEME_PSEUDONYMOUS],
  scopes: { own: ['usage:read'], scheme: ['oversight:read'] },
} as const;

/** What was used: reports, what was counted of them, and what is odd about it. */
export const USAGE_PERMISSIONS = {
  'usage-report': {
    send: { does: 'send usage, by any door', own: PROVIDER_TECHNICAL, scopes: ['usage:write'] },
    read: { does: 'read the fate of a report', ...READ },
  },
  'usage-total': {
    read: { does: 'read totals of a provider, compute cluster or account', ...READ },
    'read-postings': { does: 'read the ledger entry by entry', ...READ },
  },
  conservation: { read: { does: 'read how received adds up to counted and the rest', ...READ } },
  finding: { read: { does: 'read findings about reports and meters', ...READ } },
} as const satisfies Record<string, PermissionsOf>;
