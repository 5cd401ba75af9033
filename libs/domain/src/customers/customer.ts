/**
 * A customer record: whom a provider serves, and everything that was decided about it, as one aggregate.
 *
 *   absent ──onboard──▶ ACTIVE ──suspend──▶ SUSPENDED ──resume──▶ ACTIVE
 *                          └────close────────┴──▶ CLOSED ──erase, after retention──▶ ERASED
 *
 * Within it run four machines of their own (verification, documents, intent, re-validation) and the exemptions; this file says which of them move in
 * which standing, and what a change in one does to another: a change of identity sends a proposal back, because what the second person approves
 * must be what the first one saw, and asks for re-validation of a level that was given on other facts.
 */

import { type AccessCommand, type AccessEvent, decideAccess, evolveAccess } from './access-record.js';
import { holdsCardNumber } from './card-number.js';
import { type DocumentCommand, type DocumentEvent, type Documents, decideDocument, evolveDocuments } from './customer-document.js';
import type { CustomerKind, CustomerProfile, VerificationLevel } from './customer-profile.js';
import { type CustomerDecision, reasonFault, refuseCustomer } from './customer-refusal.js';
import { decideExemption, type ExemptionCommand, type ExemptionEvent, type Exemptions, evolveExemptions } from './exemption.js';
import { assessedIntent, decideIntent, evolveIntent, type Intent, type IntentCommand, type IntentEvent, NO_INTENT } from './intent.js';
import { type MissingItem, missingForLevel, type OutsideStanding } from './missing-for-level.js';
import { changedFields, IDENTITY_FIELDS } from './profile-change.js';
import { retainedUntil } from './retention-rules.js';
import {
  decideRevalidation,
  evolveRevalidations,
  NO_REVALIDATION,
  type RevalidationCommand,
  type RevalidationEvent,
  type Revalidations,
} from './revalidation.js';
import {
  decideVerification,
  evolveVerification,
  levelAt,
  NEVER_VERIFIED,
  type Verification,
  type VerificationCommand,
  type VerificationEvent,
} from './verification.js';
import { type AttainableLevel, type VerificationRules, verificationRulesAt } from './verification-rules.js';

export type CustomerStatus = 'ACTIVE' | 'SUSPENDED' | 'CLOSED' | 'ERASED';

export interface Customer {
  readonly status: 'ABSENT' | CustomerStatus;
  /** Absent before onboarding and after erasure. */
  readonly profile?: CustomerProfile;
  /** An owner or controller that rents nothing. */
  readonly related: boolean;
  readonly verification: Verification;
  readonly documents: Documents;
  readonly intent: Intent;
  readonly exemptions: Exemptions;
  readonly revalidations: Revalidations;
  readonly onboardedAtMs?: number;
  readonly closedAtMs?: number;
  /** When something changed by which others know who it is. */
  readonly identityChangedAtMs?: number;
  readonly lastEventMs?: number;
}

export const ABSENT_CUSTOMER: Customer = {
  status: 'ABSENT',
  related: false,
  verification: NEVER_VERIFIED,
  documents: {},
  intent: NO_INTENT,
  exemptions: {},
  revalidations: NO_REVALIDATION,
};

export type LifecycleCommand =
  | { type: 'onboard'; profile: CustomerProfile; related: boolean; by: string; nowMs: number }
  /** `revalidation` is the id of the ask that a change of identity may open. */
  | { type: 'change-profile'; profile: CustomerProfile; reason?: string; revalidation: string; by: string; nowMs: number }
  | { type: 'suspend'; reason: string; by: string; nowMs: number }
  | { type: 'resume'; reason: string; by: string; nowMs: number }
  | { type: 'close'; reason: string; by: string; nowMs: number }
  | { type: 'erase'; reason: string; by: string; nowMs: number };

export type LifecycleEvent =
  | { type: 'customer-onboarded'; profile: CustomerProfile; related: boolean; by: string; atMs: number }
  | { type: 'profile-changed'; profile: CustomerProfile; fields: readonly string[]; reason?: string; by: string; atMs: number }
  | { type: 'customer-suspended'; reason: string; by: string; atMs: number }
  | { type: 'customer-resumed'; reason: string; by: string; atMs: number }
  | { type: 'customer-closed'; reason: string; by: string; atMs: number }
  | { type: 'customer-erased'; rule: string; reason: string; by: string; atMs: number };

export type CustomerCommand =
  | LifecycleCommand
  | AccessCommand
  | VerificationCommand
  | DocumentCommand
  | IntentCommand
  | ExemptionCommand
  | RevalidationCommand;

export type CustomerEvent =
  | LifecycleEvent
  | VerificationEvent
  | DocumentEvent
  | IntentEvent
  | ExemptionEvent
  | RevalidationEvent
  | AccessEvent;

export interface CustomerContext {
  readonly outside: OutsideStanding;
  /** Default: the rules in force at the command's time. */
  readonly rules?: VerificationRules;
}

export function decideCustomer(customer: Customer, command: CustomerCommand, context: CustomerContext): CustomerDecision<CustomerEvent> {
  return standingFault(customer, command) ?? cardFault(command) ?? decideByRoom(customer, command, context);
}

function decideByRoom(customer: Customer, command: CustomerCommand, context: CustomerContext): CustomerDecision<CustomerEvent> {
  switch (command.type) {
    case 'onboard':
    case 'change-profile':
    case 'suspend':
    case 'resume':
    case 'close':
    case 'erase':
      return decideLifecycle(customer, command);
    case 'record-access':
      return decideAccess(customer.profile!, command);
    case 'send-document':
    case 'scan-document':
    case 'decide-document':
      return decideDocument(customer.documents, command);
    case 'declare-intent':
    case 'assess-intent':
      return decideIntent(customer.intent, command);
    case 'grant-exemption':
    case 'end-exemption':
      return decideExemption(customer.exemptions, command);
    case 'ask-revalidation':
    case 'finish-revalidation':
      return decideRevalidation(customer.revalidations, command);
    default: {
      const rules = context.rules ?? verificationRulesAt(command.nowMs);
      const missing = (level: AttainableLevel) => missingOf(customer, level, { ...context, rules }, command.nowMs);
      return decideVerification(customer.verification, command, { rules, missing });
    }
  }
}

/** A profile is checked field by field before; what people write about a step may hold a card number as well. */
function cardFault(command: CustomerCommand) {
  const statement = command.type === 'declare-intent' ? command.declaration.statement : undefined;
  const reason = 'reason' in command ? command.reason : undefined;
  for (const [field, words] of Object.entries({ reason, statement })) {
    if (words !== undefined && holdsCardNumber(words))
      return refuseCustomer('CARD_NUMBER_REFUSED', 'This reads as the number of a payment card, which is kept nowhere.', field);
  }
  return undefined;
}

/** What may still happen in which standing; what is not named may happen to an active customer alone. */
const ALSO_WHEN_SUSPENDED: ReadonlySet<CustomerCommand['type']> = new Set([
  'change-profile',
  'record-access',
  'resume',
  'suspend',
  'close',
  'send-document',
  'scan-document',
  'decide-document',
  'declare-intent',
  'assess-intent',
  'end-exemption',
  'ask-revalidation',
  'finish-revalidation',
  'downgrade',
  'lapse',
  'refuse-level',
  'withdraw-verification',
]);
const ALSO_WHEN_CLOSED: ReadonlySet<CustomerCommand['type']> = new Set(['erase', 'scan-document', 'lapse', 'close']);

function standingFault({ status }: Customer, { type }: CustomerCommand) {
  if (status === 'ABSENT') {
    if (type === 'onboard') return undefined;
    throw new Error(`${type} was asked of a customer that was never onboarded: load it before deciding.`);
  }
  if (type === 'onboard') return refuseCustomer('CUSTOMER_EXISTS', 'There is a customer of this id.');
  if (status === 'ERASED') return refuseCustomer('CUSTOMER_ERASED', 'The person was erased; only the facts that must stay are left.');
  if (status === 'CLOSED' && !ALSO_WHEN_CLOSED.has(type))
    return refuseCustomer('CUSTOMER_CLOSED', 'The customer is closed: nothing changes any more.');
  if (status === 'SUSPENDED' && !ALSO_WHEN_SUSPENDED.has(type))
    return refuseCustomer('CUSTOMER_SUSPENDED', 'The customer is suspended: resume it first.');
  return undefined;
}

function decideLifecycle(customer: Customer, command: LifecycleCommand): CustomerDecision<CustomerEvent> {
  const { by, nowMs: atMs } = command;
  switch (command.type) {
    case 'onboard':
      return { events: [{ type: 'customer-onboarded', profile: command.profile, related: command.related, by, atMs }] };
    case 'change-profile':
      return changeProfile(customer, command);
    case 'suspend':
      return stepped(customer, command, 'SUSPENDED', { type: 'customer-suspended', reason: command.reason, by, atMs });
    case 'resume':
      return stepped(customer, command, 'ACTIVE', { type: 'customer-resumed', reason: command.reason, by, atMs });
    case 'close':
      return stepped(customer, command, 'CLOSED', { type: 'customer-closed', reason: command.reason, by, atMs });
    case 'erase':
      return erase(customer, command);
    default:
      return command satisfies never;
  }
}

function stepped(
  { status }: Customer,
  { reason }: { reason: string },
  to: CustomerStatus,
  event: LifecycleEvent,
): CustomerDecision<CustomerEvent> {
  if (status === to) return refuseCustomer('ALREADY_IN_THAT_STANDING', `The customer is ${to} already.`);
  return reasonFault(reason) ?? { events: [event] };
}

function erase(customer: Customer, { reason, by, nowMs }: LifecycleCommand & { type: 'erase' }): CustomerDecision<CustomerEvent> {
  const { closedAtMs, lastEventMs = 0, status } = customer;
  if (status !== 'CLOSED' || closedAtMs === undefined)
    return refuseCustomer('NOT_CLOSED', 'Close the customer first: its records are needed while it is served.');
  const fault = reasonFault(reason);
  if (fault !== undefined) return fault;
  const { untilMs, rule } = retainedUntil({ closedAtMs, lastRecordMs: lastEventMs });
  if (nowMs < untilMs) {
    const until = new Date(untilMs).toISOString();
    return refuseCustomer('RETENTION_NOT_OVER', `By rule ${rule} the records are kept until ${until}.`, undefined, { rule, until });
  }
  return { events: [{ type: 'customer-erased', rule, reason, by, atMs: nowMs }] };
}

function changeProfile(customer: Customer, command: LifecycleCommand & { type: 'change-profile' }): CustomerDecision<CustomerEvent> {
  const { profile, reason, by, nowMs: atMs, revalidation } = command;
  const before = customer.profile!;
  if (profile.kind !== before.kind)
    return refuseCustomer('KIND_FIXED', 'A legal person does not become a natural one: close the record and onboard another.', 'kind');
  const fields = changedFields(before, profile);
  if (fields.length === 0) return { events: [] };
  const changed: CustomerEvent = { type: 'profile-changed', profile, fields, ...(reason === undefined ? {} : { reason }), by, atMs };
  return { events: [changed, ...afterChange(customer, { fields, by, atMs, revalidation })] };
}

function afterChange(
  customer: Customer,
  change: { fields: readonly string[]; by: string; atMs: number; revalidation: string },
): CustomerEvent[] {
  const { fields, by, atMs, revalidation } = change;
  const { attempt } = customer.verification;
  const events: CustomerEvent[] = [];
  if (attempt?.proposal !== undefined)
    events.push({
      type: 'verification-reopened',
      level: attempt.level,
      by,
      atMs,
      reason: `Changed after the proposal: ${fields.join(', ')}.`,
    });
  const identity = fields.filter((field) => IDENTITY_FIELDS.has(field));
  if (identity.length === 0 || levelAt(customer.verification, atMs) === 'NONE') return events;
  const ground = { cause: 'CHANGED_IDENTITY', fact: `identity:${revalidation}`, detail: `Changed: ${identity.join(', ')}.`, atMs } as const;
  const asked = decideRevalidation(customer.revalidations, { type: 'ask-revalidation', id: revalidation, ground, by, nowMs: atMs });
  return 'events' in asked ? [...events, ...asked.events] : events;
}

/** What a level misses now. */
export function missingOf(customer: Customer, level: AttainableLevel, context: CustomerContext, nowMs: number): MissingItem[] {
  if (customer.profile === undefined) throw new Error('A customer without a profile has no level to reach.');
  const rules = context.rules ?? verificationRulesAt(nowMs);
  const { profile, identityChangedAtMs = 0, documents, intent } = customer;
  const { outside } = context;
  const input = { profile, identityChangedAtMs, documents: Object.values(documents), intent: assessedIntent(intent), outside };
  return missingForLevel(level, input, rules, nowMs);
}

export function evolveCustomer(customer: Customer, event: CustomerEvent): Customer {
  return { ...evolveByRoom(customer, event), lastEventMs: Math.max(customer.lastEventMs ?? 0, event.atMs) };
}

function evolveByRoom(customer: Customer, event: CustomerEvent): Customer {
  switch (event.type) {
    case 'customer-onboarded':
      return {
        ...customer,
        status: 'ACTIVE',
        profile: event.profile,
        related: event.related,
        onboardedAtMs: event.atMs,
        identityChangedAtMs: event.atMs,
      };
    case 'profile-changed':
      return { ...customer, profile: event.profile, ...(isIdentity(event.fields) ? { identityChangedAtMs: event.atMs } : {}) };
    case 'access-recorded':
      return { ...customer, profile: evolveAccess(customer.profile!, event) };
    case 'customer-suspended':
      return { ...customer, status: 'SUSPENDED' };
    case 'customer-resumed':
      return { ...customer, status: 'ACTIVE' };
    case 'customer-closed':
      return { ...customer, status: 'CLOSED', closedAtMs: event.atMs };
    case 'customer-erased': {
      const { profile: _, ...rest } = customer;
      return { ...rest, status: 'ERASED', documents: {}, intent: NO_INTENT, exemptions: {} };
    }
    case 'document-sent':
    case 'document-scanned':
    case 'document-decided':
      return { ...customer, documents: evolveDocuments(customer.documents, event) };
    case 'intent-declared':
    case 'intent-assessed':
      return { ...customer, intent: evolveIntent(customer.intent, event) };
    case 'exemption-granted':
    case 'exemption-ended':
      return { ...customer, exemptions: evolveExemptions(customer.exemptions, event) };
    case 'revalidation-asked':
    case 'revalidation-joined':
    case 'revalidation-done':
      return { ...customer, revalidations: evolveRevalidations(customer.revalidations, event) };
    default:
      return { ...customer, verification: evolveVerification(customer.verification, event) };
  }
}

const isIdentity = (fields: readonly string[]): boolean => fields.some((field) => IDENTITY_FIELDS.has(field));

/** What lists and other rooms may know of a customer without opening anything: no personal content. */
export interface CustomerStanding {
  readonly status: CustomerStatus;
  readonly kind: CustomerKind;
  readonly related: boolean;
  readonly level: VerificationLevel;
  /** When the level ends, exclusive; absent for NONE. */
  readonly levelValidToMs?: number;
}

export function levelStanding(
  { verification }: Customer,
  nowMs: number,
): { level: VerificationLevel; validToMs?: number; reverifyFromMs?: number } {
  const level = levelAt(verification, nowMs);
  const attainment = level === 'NONE' ? undefined : verification.attained[level];
  if (attainment === undefined) return { level };
  return { level, validToMs: attainment.validToMs, reverifyFromMs: attainment.reverifyFromMs };
}
