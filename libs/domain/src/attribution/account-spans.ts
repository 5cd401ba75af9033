import type { Scope } from '../thresholds/scope.js';
import type { CustomerRecord } from './customer-records.js';
import { ALL_HOURS, complementOf, type Hours, intersectionOf, intervalPairs, unionOf } from './hours.js';
import type { IdentityState } from './identity-state.js';
import type { LinkedAccount } from './linked-account.js';
import type { UnlinkedScope } from './scope-touches.js';

/** Hours of one account: [from, to), infinite where it is open. */
export interface Span {
  readonly provider: string;
  readonly account: string;
  readonly fromHour: number;
  readonly toHour: number;
}

interface AccountName {
  readonly provider: string;
  readonly account: string;
}

/**
 * Which hours of which accounts a scope's vector is the sum of. A cluster's are not known by accounts: it has none here. Of `unlinked` only
 * the accounts that ever were linked are told; use of all others of the provider is unlinked altogether.
 */
export function spansOf(state: IdentityState, scope: Scope | UnlinkedScope): Span[] {
  switch (scope.kind) {
    case 'cluster':
      return [];
    case 'account':
      return spansOfAccount({ provider: scope.provider, account: scope.id }, ALL_HOURS);
    case 'unlinked':
      return sorted([...state.accounts.of(scope.provider)].flatMap((one) => spansOfAccount(one, complementOf(one.linkedHours()))));
    case 'customer':
      return sumOfRecords(hoursOfRecords(state.records.find(scope.id)));
    case 'party':
      return sumOfRecords(partyRecords(state, scope.id, ALL_HOURS));
    case 'group':
      return sumOfRecords(
        [...state.groupsOf(scope.controlRule).membersOf(scope.id)].flatMap(([party, hours]) => partyRecords(state, party, hours)),
      );
    default:
      return scope satisfies never;
  }
}

/** A customer record's hours as far as they belong to a scope. */
interface RecordHours {
  readonly record: CustomerRecord;
  readonly hours: Hours;
}

const hoursOfRecords = (record: CustomerRecord | undefined): RecordHours[] => (record ? [{ record, hours: ALL_HOURS }] : []);

const partyRecords = (state: IdentityState, party: string, hours: Hours): RecordHours[] =>
  state.records.recordsOf(party).map((record) => ({ record, hours }));

/** An account may have passed from one record to another of the same scope, even within it: its hours are put together. */
function sumOfRecords(parts: readonly RecordHours[]): Span[] {
  const byAccount = new Map<LinkedAccount, Hours[]>();
  for (const { record, hours } of parts) {
    for (const account of record.accounts) {
      const owned = intersectionOf(account.hoursOf(record.customer), hours);
      if (owned.length === 0) continue;
      const others = byAccount.get(account);
      if (others) others.push(owned);
      else byAccount.set(account, [owned]);
    }
  }
  return sorted([...byAccount].flatMap(([account, hours]) => spansOfAccount(account, unionOf(hours))));
}

const spansOfAccount = ({ provider, account }: AccountName, hours: Hours): Span[] =>
  Array.from(intervalPairs(hours), ([fromHour, toHour]) => ({ provider, account, fromHour, toHour }));

const sorted = (spans: Span[]): Span[] => spans.sort((one, other) => compareNames(one, other) || one.fromHour - other.fromHour);

/** By code units: the same order on every machine. */
export function compareNames(one: AccountName, other: AccountName): number {
  if (one.provider !== other.provider) return one.provider < other.provider ? -1 : 1;
  if (one.account !== other.account) return one.account < other.account ? -1 : 1;
  return 0;
}
