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
import { type DocumentCommand, type DocumentEvent, decideDocument, evolveDocuments } from './customer-document.js';
import { decideLifecycle, type LifecycleCommand, type LifecycleEvent } from './customer-lifecycle.js';
import type { CustomerDecision } from './customer-refusal.js';
import { cardFault, standingFault } from './customer-standing.js';
import type { Customer } from './customer-state.js';
import { decideExemption, type ExemptionCommand, type ExemptionEvent, evolveExemptions } from './exemption.js';
import { assessedIntent, decideIntent, evolveIntent, type IntentCommand, type IntentEvent, NO_INTENT } from './intent.js';
import { type MissingItem, missingForLevel, type OutsideStanding } from './missing-for-level.js';
import { IDENTITY_FIELDS } from './profile-change.js';
import { decideRevalidation, evolveRevalidations, type RevalidationCommand, type RevalidationEvent } from './revalidation.js';
import { decideVerification, evolveVerification, type VerificationCommand, type VerificationEvent } from './verification.js';
import { type AttainableLevel, type VerificationRules, verificationRulesAt } from './verification-rules.js';

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
      return wasInView(customer, command) ? { events: [] } : decideRevalidation(customer.revalidations, command);
    case 'finish-revalidation':
      return decideRevalidation(customer.revalidations, command);
    default: {
      const rules = context.rules ?? verificationRulesAt(command.nowMs);
      const missing = (level: AttainableLevel) => missingOf(customer, level, { ...context, rules }, command.nowMs);
      return decideVerification(customer.verification, command, { rules, missing });
    }
  }
}

const wasInView = ({ verification }: Customer, { knownAtMs }: { knownAtMs?: number }): boolean =>
  knownAtMs !== undefined && verification.lookedAtMs !== undefined && knownAtMs <= verification.lookedAtMs;

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
