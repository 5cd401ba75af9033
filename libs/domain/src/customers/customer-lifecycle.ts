/** How a record begins, changes, pauses and ends. The picture of it is in customer.ts. */

import type { CustomerProfile } from './customer-profile.js';
import { type CustomerDecision, reasonFault, refuseCustomer } from './customer-refusal.js';
import type { Customer, CustomerStatus } from './customer-state.js';
import { changedFields, IDENTITY_FIELDS } from './profile-change.js';
import { retainedUntil } from './retention-rules.js';
import { decideRevalidation, type RevalidationEvent } from './revalidation.js';
import { levelAt, type VerificationEvent } from './verification.js';

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

/** What a change of the profile does beside itself. */
type Consequence = VerificationEvent | RevalidationEvent;

export function decideLifecycle(customer: Customer, command: LifecycleCommand): CustomerDecision<LifecycleEvent | Consequence> {
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
): CustomerDecision<LifecycleEvent | Consequence> {
  if (status === to) return refuseCustomer('ALREADY_IN_THAT_STANDING', `The customer is ${to} already.`);
  return reasonFault(reason) ?? { events: [event] };
}

function erase(
  customer: Customer,
  { reason, by, nowMs }: LifecycleCommand & { type: 'erase' },
): CustomerDecision<LifecycleEvent | Consequence> {
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

function changeProfile(
  customer: Customer,
  command: LifecycleCommand & { type: 'change-profile' },
): CustomerDecision<LifecycleEvent | Consequence> {
  const { profile, reason, by, nowMs: atMs, revalidation } = command;
  const before = customer.profile!;
  if (profile.kind !== before.kind)
    return refuseCustomer('KIND_FIXED', 'A legal person does not become a natural one: close the record and onboard another.', 'kind');
  const fields = changedFields(before, profile);
  if (fields.length === 0) return { events: [] };
  const changed: LifecycleEvent = { type: 'profile-changed', profile, fields, ...(reason === undefined ? {} : { reason }), by, atMs };
  return { events: [changed, ...afterChange(customer, { fields, by, atMs, revalidation })] };
}

function afterChange(
  customer: Customer,
  change: { fields: readonly string[]; by: string; atMs: number; revalidation: string },
): Consequence[] {
  const { fields, by, atMs, revalidation } = change;
  const { attempt } = customer.verification;
  const events: Consequence[] = [];
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
