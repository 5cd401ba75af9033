import { VERIFICATION_LEVELS, type VerificationLevel } from '../customers/customer-profile.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import type { Condition } from '../rulebook/rule.js';
import type { Scope } from '../thresholds/scope.js';
import type { CustomerRecord } from './customer-records.js';
import { anyAnswer, type ConditionAnswer, type DeclaredPlan } from './declarations.js';
import { hasHour } from './hours.js';
import type { IdentityState } from './identity-state.js';

/** The lowest level of the party's records that rent; undefined: none does. */
export function levelOfParty({ records }: IdentityState, party: string, nowMs: number): VerificationLevel | undefined {
  const levels = records
    .recordsOf(party)
    .filter((record) => record.rentsAt(nowMs))
    .map(({ standing }) => VERIFICATION_LEVELS.indexOf(standing.at(nowMs).level));
  return levels.length === 0 ? undefined : VERIFICATION_LEVELS[Math.min(...levels)];
}

/** By what the customers declared and attested whose use the scope's is now. */
export function conditionOf(state: IdentityState, scope: Scope, condition: Condition, nowMs: number): ConditionAnswer {
  return anyAnswer(recordsBehind(state, scope, nowMs).map(({ declarations }) => declarations.answer(condition, nowMs)));
}

export function plansOf(state: IdentityState, scope: Scope, nowMs: number): DeclaredPlan[] {
  return recordsBehind(state, scope, nowMs)
    .flatMap(({ declarations }) => declarations.plan() ?? [])
    .sort((one, other) => (one.customer < other.customer ? -1 : 1));
}

/** The records that are the scope's at the start of the hour of `nowMs`. Of a group always the controller's own too. */
function recordsBehind(state: IdentityState, scope: Scope, nowMs: number): CustomerRecord[] {
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
      return partiesAt(state, scope, Math.floor(nowMs / HOUR_MS)).flatMap((party) => records.recordsOf(party));
    default:
      return scope satisfies never;
  }
}

function partiesAt(state: IdentityState, { id, controlRule }: Scope & { kind: 'group' }, hour: number): string[] {
  const members = [...state.groupsOf(controlRule).membersOf(id)].filter(([, hours]) => hasHour(hours, hour));
  return [...new Set([id, ...members.map(([party]) => party)])];
}

const startOfHour = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;
