import { VERIFICATION_LEVELS, type VerificationLevel } from '../customers/customer-profile.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import type { Condition } from '../rulebook/rule.js';
import type { Scope } from '../thresholds/scope.js';
import type { CustomerRecord } from './customer-records.js';
import { anyAnswer, type ConditionAnswer, type DeclaredPlan } from './declarations.js';
import { hasHour } from './hours.js';
import type { IdentityState } from './identity-state.js';
import type { MemberHours } from './walk-groups.js';

/** The lowest level of the party's records that rent; undefined: none does. */
export function levelOfParty({ records }: IdentityState, party: string, nowMs: number): VerificationLevel | undefined {
  const levels = [...records.recordsOf(party)]
    .filter((record) => record.rentsAt(nowMs))
    .map(({ standing }) => VERIFICATION_LEVELS.indexOf(standing.at(nowMs).level));
  return levels.length === 0 ? undefined : VERIFICATION_LEVELS[Math.min(...levels)];
}

/**
 * By what the customers declared whose use the scope consists of. Of a group they are the records of everybody who was under the controller
 * in any hour, since its total holds their use: that a member left does not make what was declared of it unsaid.
 */
export function conditionOf(state: IdentityState, scope: Scope, condition: Condition, nowMs: number): ConditionAnswer {
  const records = recordsBehind(state, scope, nowMs, (members) => members.keys());
  return anyAnswer(records.map(({ declarations }) => declarations.answer(condition, nowMs)));
}

/** What is declared for the time to come. Of a group: by those who are under the controller in the hour of `nowMs`. */
export function plansOf(state: IdentityState, scope: Scope, nowMs: number): DeclaredPlan[] {
  const hour = Math.floor(nowMs / HOUR_MS);
  const records = recordsBehind(state, scope, nowMs, (members) => partiesIn(members, hour));
  return records.flatMap(({ declarations }) => declarations.plan() ?? []).sort((one, other) => (one.customer < other.customer ? -1 : 1));
}

const partiesIn = (members: MemberHours, hour: number): string[] =>
  [...members].filter(([, hours]) => hasHour(hours, hour)).map(([party]) => party);

function recordsBehind(
  state: IdentityState,
  scope: Scope,
  nowMs: number,
  partiesOf: (members: MemberHours) => Iterable<string>,
): CustomerRecord[] {
  const { records } = state;
  switch (scope.kind) {
    case 'cluster':
      return [];
    case 'account': {
      const customer = state.accounts.find(scope.provider, scope.id)?.customerAt(startOfHour(nowMs));
      return customer === undefined ? [] : [records.find(customer)!];
    }
    case 'customer':
      return [records.find(scope.id) ?? []].flat();
    case 'party':
      return [...records.recordsOf(scope.id)];
    case 'group':
      return [...partiesOf(state.groupsOf(scope.controlRule).membersOf(scope.id))].flatMap((party) => [...records.recordsOf(party)]);
    default:
      return scope satisfies never;
  }
}

const startOfHour = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;
