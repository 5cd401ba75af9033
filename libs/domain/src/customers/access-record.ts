/**
 * From where a customer's accounts were administered, access by access, with date and time of each. The profile shows the latest; every one
 * stays in the history until the person is erased.
 */
import type { AdministrationAccess, CustomerProfile, Stated } from './customer-profile.js';
import { type CustomerDecision, refuseCustomer } from './customer-refusal.js';
import { PROFILE_LIMITS } from './profile-limits.js';

export interface AccessCommand {
  type: 'record-access';
  accesses: readonly AdministrationAccess[];
  source: string;
  by: string;
  nowMs: number;
}

export interface AccessEvent {
  type: 'access-recorded';
  accesses: readonly Stated<AdministrationAccess>[];
  by: string;
  atMs: number;
}

/** Those not known yet; nothing when all are, so that a log may be sent again. */
export function decideAccess({ administration }: CustomerProfile, command: AccessCommand): CustomerDecision<AccessEvent> {
  const { accesses, source, by, nowMs: atMs } = command;
  if (accesses.some((access) => access.atMs > atMs)) return refuseCustomer('DATE_MALFORMED', 'Nobody has logged in in the future.', 'at');
  const known = new Set(administration.map(({ value }) => nameOf(value)));
  const fresh = accesses.filter((access) => !known.has(nameOf(access)) && known.add(nameOf(access)));
  if (fresh.length === 0) return { events: [] };
  return {
    events: [{ type: 'access-recorded', accesses: fresh.map((value) => ({ value, source, statedAtMs: atMs, evidence: [] })), by, atMs }],
  };
}

export function evolveAccess(profile: CustomerProfile, { accesses }: AccessEvent): CustomerProfile {
  const all = [...profile.administration, ...accesses].sort((one, other) => one.value.atMs - other.value.atMs);
  return { ...profile, administration: all.slice(-PROFILE_LIMITS.administrationMax) };
}

const nameOf = ({ ip, atMs }: AdministrationAccess): string => `${ip} ${atMs}`;
