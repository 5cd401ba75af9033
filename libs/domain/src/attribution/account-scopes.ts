import type { Scope } from '../thresholds/scope.js';
import type { MemberHours } from './group-timelines.js';
import { type Hours, intersectionOf } from './hours.js';
import type { IdentityState } from './identity-state.js';
import type { LinkedAccount } from './linked-account.js';
import { type ScopeHours, ScopeTimeline } from './scope-timeline.js';

/** What each hour of the account's use belongs to: customer, party and, by every rule that is kept and in the order of their ids, its groups. */
export function scopesOfAccount(state: IdentityState, account: LinkedAccount): ScopeTimeline {
  account.scopes ??= ScopeTimeline.of(account.owned.flatMap(({ customer, hours }) => belongingsOf(state, customer, hours)));
  return account.scopes;
}

function belongingsOf(state: IdentityState, customer: string, hours: Hours): ScopeHours[] {
  const party = state.records.partyOf(customer);
  const own = (scope: Scope): ScopeHours => ({ scope, hours });
  return [own({ kind: 'customer', id: customer }), own({ kind: 'party', id: party }), ...groupsOf(state, party, hours)];
}

function groupsOf(state: IdentityState, party: string, hours: Hours): ScopeHours[] {
  return [...state.groups].flatMap(([controlRule, groups]) =>
    inOrder(groups.controllersOf(party)).map(([id, membership]) => ({
      scope: { kind: 'group' as const, id, controlRule },
      hours: intersectionOf(membership, hours),
    })),
  );
}

const inOrder = (controllers: MemberHours): [string, Hours][] => [...controllers].sort(([one], [other]) => (one < other ? -1 : 1));
