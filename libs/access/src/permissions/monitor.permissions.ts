import type { PermissionsOf } from './permission.js';
import { PROVIDER_ALL, SCHEME_PSEUDONYMOUS } from './role-groups.js';

const READ = {
  own: PROVIDER_ALL,
  scheme: ['operator', ...SCHEME_PSEUDONYMOUS],
  scopes: { own: ['usage:read'], scheme: ['oversight:read'] },
} as const;
/** A scheme's rule, or a provider's own policy. */
const RULE = { own: ['compliance-lead'], scheme: ['compliance-lead', 'regulator-lead'], scopes: ['rules:write'] } as const;

/** What passes a threshold: totals over links and groups, flags, and the rules that they are raised by. */
export const MONITOR_PERMISSIONS = {
  flag: {
    read: { does: 'read flags, their evidence and the stream of them', ...READ },
  },
  projection: { read: { does: 'read how far a scope is from each threshold, and when it will pass', ...READ } },
  'what-if': { read: { does: 'ask who would be flagged at another number', ...READ } },
  rule: {
    read: { does: 'read the rulebook', own: PROVIDER_ALL, scheme: ['operator', ...SCHEME_PSEUDONYMOUS, 'administrator'], scopes: [] },
    propose: { does: 'propose a rule', ...RULE },
    try: { does: 'run a proposed rule beside the live ones', ...RULE, states: ['proposed'] },
    'ask-activation': { does: 'ask that a rule be activated from a date', ...RULE, states: ['proposed', 'trial'] },
    activate: { does: 'activate a rule', ...RULE, states: ['asked'], anotherPerson: 'always' },
    withdraw: { does: 'take back a rule that is not active', ...RULE, states: ['proposed', 'trial', 'asked'] },
    'ask-retirement': { does: 'ask that a rule be retired', ...RULE, states: ['active'] },
    keep: { does: 'keep a rule whose retirement was asked for', ...RULE, states: ['retiring'] },
    retire: { does: 'retire a rule', ...RULE, states: ['retiring'], anotherPerson: 'always' },
  },
  evaluation: {
    record: {
      does: 'record that a model was evaluated',
      scheme: ['compliance-lead', 'regulator-reviewer', 'regulator-lead'],
      scopes: ['oversight:read'],
    },
    read: { does: 'read evaluations', scheme: ['operator', ...SCHEME_PSEUDONYMOUS], scopes: ['oversight:read'] },
  },
} as const satisfies Record<string, PermissionsOf>;
