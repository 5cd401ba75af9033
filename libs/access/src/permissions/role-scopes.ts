import type { Scope } from '../caller.js';
import type { Role } from '../roles.js';

const COMPLIANCE: readonly Scope[] = [
  'usage:read',
  'oversight:read',
  'customers:read',
  'customers:write',
  'identity:read',
  'requests:read',
  'requests:write',
];
const REGULATOR: readonly Scope[] = ['usage:read', 'oversight:read', 'customers:read', 'cases:read', 'cases:write'];
const withRules = (scopes: readonly Scope[]): readonly Scope[] => [...scopes, 'rules:write'];

/** All that a token of a role can ask for; a client or a sign-in may ask for less. */
export const ROLE_SCOPES: Record<Role, readonly Scope[]> = {
  provider: [
    'usage:write',
    'usage:read',
    'facility:write',
    'customers:read',
    'customers:write',
    'identity:read',
    'requests:read',
    'requests:write',
  ],
  operator: ['usage:read', 'facility:write', 'oversight:read', 'lists:write', 'cases:admin'],
  oversight: ['usage:read', 'oversight:read', 'customers:read'],
  'provider-engineer': [
    'usage:write',
    'usage:read',
    'facility:write',
    'customers:read',
    'customers:write',
    'requests:read',
    'requests:write',
  ],
  'compliance-analyst': COMPLIANCE,
  'compliance-lead': withRules(COMPLIANCE),
  'regulator-reviewer': REGULATOR,
  'regulator-lead': withRules(REGULATOR),
  auditor: ['usage:read', 'oversight:read', 'customers:read', 'identity:read', 'people:read', 'cases:read'],
  administrator: ['people:read', 'people:write'],
};
