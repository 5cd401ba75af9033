import type { PermissionsOf } from './permission.js';
import { COMPLIANCE, PROVIDER_ALL, PROVIDER_COMPLIANCE, SCHEME_IDENTITY, SCHEME_PSEUDONYMOUS } from './role-groups.js';

const READ = { own: PROVIDER_ALL, scheme: SCHEME_PSEUDONYMOUS, scopes: ['customers:read'] } as const;
const READ_IDENTITY = { own: PROVIDER_COMPLIANCE, scheme: SCHEME_IDENTITY, scopes: ['identity:read'] } as const;
/** Bring it in, by machine or by hand. */
const STATE = { own: PROVIDER_COMPLIANCE, scopes: ['customers:write'] } as const;
/** Judge it: people only. */
const DECIDE = { own: COMPLIANCE, scopes: ['customers:write'] } as const;
const LEAD = { own: ['compliance-lead'], scopes: ['customers:write'] } as const;

/** A provider's records of whom it serves, how far they are verified, and on what evidence. */
export const CUSTOMER_PERMISSIONS = {
  customer: {
    onboard: { does: 'onboard a customer, or an owner who rents nothing', ...STATE },
    amend: { does: 'change what is recorded of a customer', ...STATE },
    read: { does: 'read level, status and dates, without identity', ...READ },
    'read-history': {
      does: 'read every step with actor, reason and evidence',
      own: PROVIDER_COMPLIANCE,
      scheme: SCHEME_IDENTITY,
      scopes: ['customers:read'],
    },
    suspend: { does: 'suspend a customer, or end its suspension', ...DECIDE },
    close: { does: 'close a customer', ...DECIDE },
    erase: { does: 'erase the person behind a closed customer, after retention', ...LEAD, states: ['closed'] },
    snapshot: { does: 'read the pseudonymous snapshot that late joiners start from', scheme: ['oversight'], scopes: ['customers:read'] },
  },
  'customer-identity': { read: { does: 'read who a customer is, for a stated purpose', ...READ_IDENTITY } },
  document: {
    submit: { does: 'send a document', ...STATE },
    read: {
      does: 'read which documents there are and what was decided',
      own: PROVIDER_COMPLIANCE,
      scheme: SCHEME_IDENTITY,
      scopes: ['customers:read'],
    },
    'read-content': { does: 'read a document, for a stated purpose', ...READ_IDENTITY },
    decide: {
      does: 'accept, reject or ask for a document again',
      ...DECIDE,
      states: ['submitted', 'accepted'],
      anotherPerson: 'from enhanced on, where the first accepted',
    },
  },
  verification: {
    start: { does: 'begin the verification to a level', ...DECIDE },
    propose: { does: 'propose a level, its requirements being met', ...DECIDE },
    decide: { does: 'decide about a proposed level', ...DECIDE, states: ['proposed'], anotherPerson: 'from enhanced on' },
    read: {
      does: 'read what a level still needs',
      own: PROVIDER_COMPLIANCE,
      scheme: SCHEME_PSEUDONYMOUS,
      scopes: ['customers:read'],
    },
  },
  intent: {
    declare: { does: "record the customer's declaration of intent", ...STATE },
    assess: { does: 'assess whether a customer trains a powerful model', ...DECIDE },
    read: {
      does: 'read declarations, assessments and signals',
      own: PROVIDER_COMPLIANCE,
      scheme: SCHEME_PSEUDONYMOUS,
      scopes: ['customers:read'],
    },
  },
  exemption: {
    attest: { does: 'record an attestation', ...DECIDE },
    grant: { does: 'grant an exemption, which never silences a crossing', ...LEAD },
    end: { does: 'end an attestation or exemption', ...DECIDE },
    read: { does: 'read attestations and exemptions', ...READ },
  },
  revalidation: {
    ask: { does: 'ask for a re-validation', ...DECIDE },
    complete: { does: 'complete a re-validation', ...DECIDE, states: ['open'] },
    read: { does: 'read which re-validations are open', ...READ },
  },
  'bulk-onboarding': {
    start: { does: 'onboard many customers from a file', ...STATE },
    read: { does: 'read progress and verdicts of a file', ...STATE, scopes: ['customers:read', 'customers:write'] },
  },
  'identity-read': {
    read: {
      does: 'read who read identities, when and why',
      own: ['compliance-lead'],
      scheme: ['compliance-lead', 'auditor'],
      scopes: ['identity:read', 'customers:read'],
    },
  },
} as const satisfies Record<string, PermissionsOf>;
