import type { PermissionsOf } from './permission.js';
import { COMPLIANCE, PROVIDER_ALL, PROVIDER_COMPLIANCE, PROVIDER_TECHNICAL, SCHEME_IDENTITY, SCHEME_PSEUDONYMOUS } from './role-groups.js';

const READ = { own: PROVIDER_ALL, scheme: SCHEME_PSEUDONYMOUS, scopes: ['customers:read'] } as const;
const STATE = { own: PROVIDER_COMPLIANCE, scopes: ['customers:write'] } as const;
const DECIDE = { own: COMPLIANCE, scopes: ['customers:write'] } as const;
/** Which records are one person is known to the scheme alone: no role of a provider stands in these rows. */
const JUDGE = { scheme: COMPLIANCE, scopes: ['customers:write'] } as const;
const CONFIGURE = { own: [...PROVIDER_TECHNICAL, 'compliance-lead'], scopes: ['customers:write'] } as const;

/** Who controls whom, which records are one person, which accounts are whose. */
export const CONTROL_PERMISSIONS = {
  party: {
    read: { does: 'read parties and the records resolved to them', scheme: SCHEME_PSEUDONYMOUS, scopes: ['customers:read'] },
    judge: { does: 'judge two records to be the same person, or not', ...JUDGE },
  },
  'party-candidate': {
    read: {
      does: 'read which records may be one person, and why',
      scheme: SCHEME_IDENTITY,
      scopes: ['customers:read'],
    },
    decide: { does: 'decide about a candidate', ...JUDGE, states: ['open'] },
  },
  'control-edge': {
    state: { does: 'state who owns or controls a customer', ...STATE },
    end: { does: 'end such a statement', ...STATE },
    read: { does: 'read owners, controllers and effective shares', ...READ },
  },
  'customer-group': { read: { does: 'read who is under a controller', ...READ } },
  link: {
    declare: { does: 'tie an account to a customer', ...STATE },
    end: { does: 'untie an account', ...STATE },
    transfer: { does: 'pass an account to another customer', ...STATE },
    read: { does: 'read whose an account is, and which are nobody’s', ...READ },
  },
  'link-suggestion': {
    read: { does: 'read suggested links and their scores', own: PROVIDER_COMPLIANCE, scheme: SCHEME_IDENTITY, scopes: ['customers:read'] },
    decide: { does: 'confirm or dismiss a suggested link', ...DECIDE, states: ['open'] },
  },
  'statement-key': {
    // A machine that could would confirm its own word.
    register: {
      does: 'register or revoke a key for signed statements',
      own: ['provider-engineer', 'compliance-lead'],
      scopes: ['customers:write'],
    },
  },
  reseller: {
    declare: { does: "declare an account to be a reseller's", ...STATE },
    read: { does: 'read resellers and their accounts', ...READ },
  },
  webhook: {
    manage: { does: 'register, change, replay and delete webhooks', ...CONFIGURE },
    read: { does: 'read webhooks and their deliveries', own: PROVIDER_ALL, scopes: ['customers:read', 'customers:write'] },
  },
} as const satisfies Record<string, PermissionsOf>;
