/** Who an hour belongs to, as the rules are written: asked of every fact again for each account and hour. */
import type { ControlEdge } from '../control/control-edge.js';
import { type ControlRule, CustomerGroups } from '../control/customer-groups.js';
import { holdingsAt } from '../control/holdings.js';
import { type AccountHistory, evolveLinks, linkAt, NO_HISTORY } from '../links/account-history.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import { type Scope, scopeKey } from '../thresholds/scope.js';
import type { IdentityFact } from './identity-fact.js';
import { ACCOUNTS, HOURS_END } from './identity-history.fixture.js';

/** One before anything, and one long after everything. */
export const HOURS = [-1, ...Array.from({ length: HOURS_END + 2 }, (_, hour) => hour), 1000];

/** Keys of the scopes of every hour of every account: "p1/a@3" to sorted keys. */
export function belongingsNaively(facts: readonly IdentityFact[], rules: readonly ControlRule[]): Map<string, string[]> {
  const partyOf = (record: string) =>
    facts.reduce((party, fact) => (fact.type === 'resolved' && fact.customer === record ? fact.party : party), record);
  const edges = edgesOf(facts);
  const belongings = new Map<string, string[]>();
  for (const hour of HOURS) {
    const groups = rules.map((rule) => [rule, groupsAt(edges, hour, partyOf, rule)] as const);
    for (const { provider, account } of ACCOUNTS) {
      const customer = linkAt(historyOf(facts, provider, account), hour * HOUR_MS)?.customer;
      const scopes: Scope[] =
        customer === undefined
          ? []
          : [
              { kind: 'customer', id: customer },
              { kind: 'party', id: partyOf(customer) },
            ];
      if (customer !== undefined)
        for (const [controlRule, of] of groups)
          for (const id of groupsWith(of, partyOf(customer))) scopes.push({ kind: 'group', id, controlRule });
      belongings.set(`${provider}/${account}@${hour}`, scopes.map(scopeKey).sort());
    }
  }
  return belongings;
}

const groupsAt = (edges: readonly ControlEdge[], hour: number, partyOf: (record: string) => string, rule: ControlRule): CustomerGroups =>
  CustomerGroups.of(holdingsAt(edges, { asOfMs: hour * HOUR_MS, partyOf }).holdings, rule);

const groupsWith = (groups: CustomerGroups, party: string): string[] => [
  ...groups.controllersOf(party),
  ...(groups.group(party).length > 0 ? [party] : []),
];

function historyOf(facts: readonly IdentityFact[], provider: string, account: string): AccountHistory {
  return facts.reduce(
    (history, fact) =>
      (fact.type === 'linked' || fact.type === 'unlinked') && fact.provider === provider && fact.account === account
        ? evolveLinks(history, fact)
        : history,
    NO_HISTORY,
  );
}

export function edgesOf(facts: readonly IdentityFact[]): ControlEdge[] {
  return facts.flatMap((fact) => {
    if (fact.type !== 'controlStated') return [];
    const ends = facts.flatMap((end) => (end.type === 'controlEnded' && end.edge === fact.edge ? [end] : []));
    return [{ ...fact, ends }];
  });
}
