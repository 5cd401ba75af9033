import type { Scope } from '../thresholds/scope.js';
import { compareNames } from './account-spans.js';
import type { CustomerRecord } from './customer-records.js';
import { type Hours, hoursBetween, intersectionOf, intervalsOf } from './hours.js';
import type { IdentityState } from './identity-state.js';

/** What a larger scope consists of, in which hours: a group of parties, a party of customers, a customer of accounts. */
export interface ScopeMember {
  readonly scope: Scope;
  /** [from, to), rising, disjoint; within those of what it is a member of. */
  readonly intervals: readonly (readonly [fromHour: number, toHour: number])[];
  readonly members: readonly ScopeMember[];
}

/** Of a cluster or an account: none. In the order of their ids. */
export function scopeMembers(state: IdentityState, scope: Scope, [fromHour, toHour]: readonly [number, number]): ScopeMember[] {
  const hours = hoursBetween(fromHour, toHour);
  switch (scope.kind) {
    case 'cluster':
    case 'account':
      return [];
    case 'customer':
      return [state.records.find(scope.id) ?? []].flat().flatMap((record) => accountMembers(record, hours));
    case 'party':
      return customerMembers(state, scope.id, hours);
    case 'group':
      return partyMembers(state, scope, hours);
    default:
      return scope satisfies never;
  }
}

function partyMembers(state: IdentityState, scope: Scope & { kind: 'group' }, hours: Hours): ScopeMember[] {
  return [...state.groupsOf(scope.controlRule).membersOf(scope.id)]
    .map(([party, membership]) => ({ party, within: intersectionOf(membership, hours) }))
    .filter(({ within }) => within.length > 0)
    .sort((one, other) => (one.party < other.party ? -1 : 1))
    .map(({ party, within }) => memberOf({ kind: 'party', id: party }, within, customerMembers(state, party, within)));
}

const customerMembers = (state: IdentityState, party: string, hours: Hours): ScopeMember[] =>
  [...state.records.recordsOf(party)]
    .sort((one, other) => (one.customer < other.customer ? -1 : 1))
    .map((record) => memberOf({ kind: 'customer', id: record.customer }, hours, accountMembers(record, hours)));

const accountMembers = (record: CustomerRecord, hours: Hours): ScopeMember[] =>
  [...record.accounts]
    .sort(compareNames)
    .map((account) => ({ account, within: intersectionOf(account.hoursOf(record.customer), hours) }))
    .filter(({ within }) => within.length > 0)
    .map(({ account: { provider, account }, within }) => memberOf({ kind: 'account', provider, id: account }, within, []));

const memberOf = (scope: Scope, hours: Hours, members: readonly ScopeMember[]): ScopeMember => ({
  scope,
  intervals: intervalsOf(hours),
  members,
});
