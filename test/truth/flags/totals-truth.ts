/** Every scope's hours: each hour of an account goes to whoever it belonged to at its start. */
import { type ControlRuleTruth, type FlagFact, type HoursTruth, type PostedTruth, scopeName, type Triple } from './flag-truth.model.js';
import { hourStart, type IdentityTruth } from './identity-truth.js';

export const NOTHING: Triple = { lower: 0n, expected: 0n, upper: 0n };

export const addTriples = (a: Triple, b: Triple): Triple => ({
  lower: a.lower + b.lower,
  expected: a.expected + b.expected,
  upper: a.upper + b.upper,
});

export const postingsOf = (facts: readonly FlagFact[]): PostedTruth[] =>
  facts.filter((fact): fact is Extract<FlagFact, { type: 'posted' }> => fact.type === 'posted');

/** The names of all scopes that a posting counts for. */
function scopesOf(posting: PostedTruth, identity: IdentityTruth, controlRules: readonly ControlRuleTruth[]): string[] {
  const { provider, account, cluster, hour } = posting;
  const names = [scopeName.cluster(provider, cluster), scopeName.account(provider, account)];
  const customer = identity.linkedTo(provider, account, hourStart(hour));
  if (customer === undefined) return [...names, scopeName.unlinked(provider)];
  const party = identity.partyOf(customer);
  names.push(scopeName.customer(customer), scopeName.party(party));
  for (const rule of controlRules)
    for (const [controller, members] of identity.groupsAt(hourStart(hour), rule))
      if (party === controller || members.has(party)) names.push(scopeName.group(rule, controller));
  return names;
}

export function totalsOf(
  facts: readonly FlagFact[],
  identity: IdentityTruth,
  controlRules: readonly ControlRuleTruth[],
): Map<string, HoursTruth> {
  const totals = new Map<string, HoursTruth>();
  for (const posting of postingsOf(facts))
    for (const scope of scopesOf(posting, identity, controlRules)) {
      if (!totals.has(scope)) totals.set(scope, new Map());
      const hours = totals.get(scope)!;
      hours.set(posting.hour, addTriples(hours.get(posting.hour) ?? NOTHING, posting));
    }
  for (const hours of totals.values()) dropEmpty(hours);
  return totals;
}

function dropEmpty(hours: HoursTruth): void {
  for (const [hour, { lower, expected, upper }] of hours) {
    if (lower < 0n || expected < lower || upper < expected) throw new Error(`hour ${hour} holds ${lower}, ${expected}, ${upper}`);
    if (upper === 0n) hours.delete(hour);
  }
}

/** Sum over the hours in (after, through]. */
export function totalBetween(hours: HoursTruth, after: number, through: number): Triple {
  let total = NOTHING;
  for (const [hour, triple] of hours) if (after < hour && hour <= through) total = addTriples(total, triple);
  return total;
}

export const totalThrough = (hours: HoursTruth, through = Infinity): Triple => totalBetween(hours, -Infinity, through);
