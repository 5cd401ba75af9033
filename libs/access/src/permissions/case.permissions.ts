import type { PermissionsOf } from './permission.js';
import { PROVIDER_ALL, PROVIDER_COMPLIANCE, REGULATORS } from './role-groups.js';

const ALL_STAGES = ['open', 'triaged', 'investigating', 'waiting', 'proposed', 'decided', 'appealed', 'reopened', 'closed'] as const;
/** People still work towards a decision, of the case or of its appeal. */
const WORKED = ['triaged', 'investigating', 'waiting', 'proposed', 'appealed', 'reopened'] as const;
/** What was decided has still to be told, ordered and heard. */
const IN_HAND = [...WORKED, 'decided'] as const;
const NOT_CLOSED = ALL_STAGES.filter((stage) => stage !== 'closed');

const REGULATOR = { scheme: REGULATORS, scopes: ['cases:write'] } as const;
const LEAD = { scheme: ['regulator-lead'], scopes: ['cases:write'] } as const;
const READ = { scheme: [...REGULATORS, 'auditor'], scopes: ['cases:read'] } as const;
/** What was served on a provider, and nothing else: its own people and machines. */
const SERVED = { own: PROVIDER_ALL, ...READ, scopes: { own: ['requests:read'], scheme: ['cases:read'] } } as const;
const ANSWERS = { own: PROVIDER_COMPLIANCE, scopes: ['requests:write'] } as const;
const ALWAYS = { anotherPerson: 'always' } as const;

/**
 * Who takes a flag to a decision. Regulators work the cases of their own authority alone; an auditor reads; a provider sees what was served on
 * it. States are stages of the case, or of the part that is named.
 */
export const CASE_PERMISSIONS = {
  case: {
    read: { does: 'read cases, their queues, clocks and notes', ...READ },
    open: { does: 'open a case without a flag', ...REGULATOR },
    assign: { does: 'assign a case, watch it, snooze it', ...REGULATOR, states: NOT_CLOSED },
    note: { does: 'add a note, a file or a mention', ...REGULATOR, states: ALL_STAGES },
    triage: { does: 'triage a case', ...REGULATOR, states: ['open', 'reopened'] },
    investigate: { does: 'investigate a case', ...REGULATOR, states: ['triaged', 'waiting'] },
    'await-information': { does: 'wait for information', ...REGULATOR, states: ['investigating'] },
    propose: { does: 'propose an outcome', ...REGULATOR, states: ['investigating', 'waiting'] },
    approve: { does: 'approve a proposed outcome', ...LEAD, states: ['proposed'], ...ALWAYS },
    refuse: { does: 'refuse a proposed outcome', ...LEAD, states: ['proposed'], ...ALWAYS },
    withdraw: { does: 'withdraw one’s own proposal', ...REGULATOR, states: ['proposed'] },
    close: { does: 'close a decided case', ...REGULATOR, states: ['decided'] },
    reopen: { does: 'reopen a case', ...LEAD, states: ['decided', 'closed'] },
    'fulfil-duty': { does: 'record that a duty of a rule was done, and when', ...REGULATOR, states: ALL_STAGES },
    correct: { does: 'correct the record by an entry that says what was wrong', ...REGULATOR, states: ALL_STAGES },
  },
  'case-log': { 'read-export': { does: 'export the whole log of a case', scheme: ['regulator-lead', 'auditor'], scopes: ['cases:read'] } },
  delegation: {
    make: { does: 'let another do one’s work for a time', ...REGULATOR },
    end: { does: 'end one’s delegation', ...REGULATOR },
    read: { does: 'read who stands in for whom', ...READ },
  },
  'case-identity': {
    ask: { does: 'ask for identities inside a case', ...REGULATOR, states: IN_HAND },
    grant: { does: 'grant what was asked', ...LEAD, states: IN_HAND, ...ALWAYS },
    refuse: { does: 'refuse what was asked', ...LEAD, states: IN_HAND, ...ALWAYS },
    'break-glass': { does: 'see identities at once, in imminent danger', ...REGULATOR, states: NOT_CLOSED },
    review: { does: 'review a break-glass', ...LEAD, states: ALL_STAGES, ...ALWAYS },
    end: { does: 'end an access before its time', ...REGULATOR, states: ALL_STAGES },
    see: { does: 'see the identities that a grant opens', scheme: [...REGULATORS], scopes: ['cases:read'], states: NOT_CLOSED },
    'read-log': { does: 'read who asked, granted and read what', ...READ },
  },
  served: {
    read: { does: 'read what was served on one’s own organisation', own: PROVIDER_ALL, scopes: ['requests:read'] },
  },
  'information-request': {
    send: { does: 'ask a provider for information', ...REGULATOR, states: WORKED },
    read: { does: 'read a request that was served, and its answers', ...SERVED },
    acknowledge: { does: 'acknowledge a request', ...ANSWERS, states: ['sent'] },
    answer: { does: 'answer a request', ...ANSWERS, states: ['sent', 'acknowledged', 'returned'] },
    settle: { does: 'accept an answer, return or withdraw a request', ...REGULATOR, states: NOT_CLOSED },
  },
  'transparency-declaration': {
    ask: { does: 'ask a customer for its declaration', ...REGULATOR, states: WORKED },
    submit: { does: 'submit a declaration, by the provider that serves the customer', ...ANSWERS, states: ['asked', 'submitted'] },
    record: { does: 'record a declaration that came another way', ...REGULATOR, states: NOT_CLOSED },
    read: { does: 'read a declaration', ...SERVED },
    'ask-share': { does: 'ask that a named third-party auditor sees a declaration', ...REGULATOR, states: NOT_CLOSED },
    share: { does: 'order that a named third-party auditor sees it', ...LEAD, states: NOT_CLOSED, ...ALWAYS },
  },
  incident: {
    report: {
      does: 'report an incident',
      own: PROVIDER_ALL,
      scheme: REGULATORS,
      scopes: { own: ['requests:write'], scheme: ['cases:write'] },
    },
    read: { does: 'read incidents: a provider those that it reported', ...SERVED },
    handle: { does: 'tie an incident to flags and declarations, meet its clocks', ...REGULATOR },
  },
  'suspension-order': {
    warn: { does: 'warn before an order', ...REGULATOR, states: IN_HAND },
    draft: { does: 'draft an order', ...REGULATOR, states: IN_HAND },
    withdraw: { does: 'withdraw a draft', ...REGULATOR, states: NOT_CLOSED },
    approve: { does: 'issue a drafted order', ...LEAD, states: IN_HAND, ...ALWAYS },
    refuse: { does: 'refuse a drafted order', ...LEAD, states: NOT_CLOSED, ...ALWAYS },
    'answer-warning': { does: 'answer a warning before an order', ...ANSWERS, states: ['served'] },
    acknowledge: { does: 'acknowledge an order', ...ANSWERS, states: ['issued'] },
    'ask-lift': { does: 'ask that an order be lifted', ...REGULATOR, states: ALL_STAGES },
    lift: { does: 'lift an order', ...LEAD, states: ALL_STAGES, ...ALWAYS },
    read: { does: 'read orders and warnings', ...SERVED },
  },
  notice: {
    serve: { does: 'serve a notice of a decision', ...REGULATOR, states: ['decided', 'appealed', 'reopened'] },
    read: { does: 'read a notice that was served through the provider', ...SERVED },
    forward: { does: 'say that a notice was handed to the customer', ...ANSWERS, states: ['served'] },
    'record-reply': { does: 'record a reply or an appeal of the customer', ...REGULATOR, states: ['decided', 'appealed'] },
  },
  appeal: {
    admit: { does: 'hear an appeal that came late', ...LEAD, states: ['decided'] },
    take: { does: 'take an appeal, having taken no part before', ...REGULATOR, states: ['appealed'] },
    propose: { does: 'propose a decision on an appeal', ...REGULATOR, states: ['appealed'] },
    approve: { does: 'approve a decision on an appeal', ...LEAD, states: ['appealed'], ...ALWAYS },
    refuse: { does: 'refuse a decision on an appeal', ...LEAD, states: ['appealed'], ...ALWAYS },
  },
  referral: {
    propose: { does: 'propose to refer a case to another authority', ...REGULATOR, states: NOT_CLOSED },
    approve: { does: 'refer a case', ...LEAD, states: NOT_CLOSED, ...ALWAYS },
    refuse: { does: 'refuse to refer a case', ...LEAD, states: NOT_CLOSED, ...ALWAYS },
    receive: { does: 'receive a referral or a request of another authority', ...REGULATOR },
    answer: { does: 'answer another authority, or refuse with a reason', ...LEAD },
    request: { does: 'ask another authority', ...REGULATOR },
    read: { does: 'read referrals and requests', ...READ },
  },
  authority: {
    manage: { does: 'register an authority and its key', scheme: ['operator'], scopes: ['cases:admin'] },
    read: {
      does: 'read which authorities there are',
      scheme: ['operator', ...REGULATORS, 'auditor'],
      scopes: ['cases:read', 'cases:admin'],
    },
  },
  'working-calendar': {
    change: { does: 'change the working days of a jurisdiction', scheme: ['operator'], scopes: ['cases:admin'] },
    read: { does: 'read working days', scheme: ['operator', ...REGULATORS, 'auditor'], scopes: ['cases:read', 'cases:admin'] },
  },
  'evaluation-request': {
    open: { does: 'ask for an evaluation', ...REGULATOR, states: WORKED },
    record: { does: 'record the result of an evaluation', ...REGULATOR, states: NOT_CLOSED },
    read: { does: 'read evaluation requests and results', ...READ },
  },
  dossier: {
    read: {
      does: 'make the dossier of a case, to read it',
      scheme: [...REGULATORS, 'auditor'],
      scopes: ['cases:read'],
      states: ALL_STAGES,
    },
  },
  'regulator-report': {
    draft: { does: 'draft the report of a regime', ...REGULATOR, states: ALL_STAGES },
    check: { does: 'check a draft and make it final', ...REGULATOR, states: ALL_STAGES, ...ALWAYS },
    read: { does: 'read reports', ...READ },
  },
  'case-retention': {
    hold: { does: 'put a case on legal hold', ...REGULATOR, states: ALL_STAGES },
    'ask-release': { does: 'ask that a hold be released', ...REGULATOR, states: ALL_STAGES },
    release: { does: 'release a hold', ...LEAD, states: ALL_STAGES, ...ALWAYS },
    'ask-erasure': { does: 'ask that the person be erased from a closed case', ...REGULATOR, states: ['closed'] },
    erase: { does: 'erase the person from a closed case, the facts staying', ...LEAD, states: ['closed'], ...ALWAYS },
  },
} as const satisfies Record<string, PermissionsOf>;
