/** What the registry and the registered capacity alone say of a cluster, and use by a customer under a suspension order. */
import { type FlagFact, HOUR_MS, type RuleTruth, type StandingTruth, scopeName } from './flag-truth.model.js';
import { hourOf, hourStart, type IdentityTruth } from './identity-truth.js';
import { isAbove, isAtLeast, rational } from './rational.js';
import { postingsOf } from './totals-truth.js';

type Registration = Extract<FlagFact, { type: 'cluster' }>;

const registrations = (facts: readonly FlagFact[]): Registration[] => facts.filter((fact): fact is Registration => fact.type === 'cluster');

const nameOf = ({ provider, cluster }: { provider: string; cluster: string }): string => scopeName.cluster(provider, cluster);

/** The latest known of each cluster. */
function latest(facts: readonly FlagFact[]): Registration[] {
  return [...new Map(registrations(facts).map((one) => [nameOf(one), one])).values()];
}

export function overCapacity(scope: string, facts: readonly FlagFact[]): StandingTruth[] {
  const registered = latest(facts).find((one) => nameOf(one) === scope);
  if (!registered) return [];
  const used = new Map<number, bigint>();
  for (const posting of postingsOf(facts).filter((one) => nameOf(one) === scope))
    used.set(posting.hour, (used.get(posting.hour) ?? 0n) + posting.acceleratorMs);
  const capacity = BigInt(registered.accelerators) * BigInt(HOUR_MS);
  const over = [...used].filter(([, ms]) => ms > capacity).map(([hour]) => hour);
  return episodes(over).map((hour, i) => ({
    ...{ kind: 'OVER_CAPACITY', rule: 'over-capacity', version: 1, scope, n: i + 1, hour, minute: 0, atEntryIntoForce: false },
  }));
}

/** An episode begins with an hour that had none in the 24 hours before it. */
function episodes(hours: number[]): number[] {
  const rising = [...hours].sort((a, b) => a - b);
  return rising.filter((hour, i) => i === 0 || hour - rising[i - 1]! > 24);
}

/** `usedHours`: those in which any account linked to the customer at that hour was in use. */
export function useAfterOrder(customer: string, usedHours: number[], identity: IdentityTruth): StandingTruth[] {
  const first = identity.suspensionsOf(customer).map(({ fromMs, toMs }) => {
    const after = usedHours.filter((hour) => hourStart(hour) >= fromMs && hourStart(hour) < toMs);
    return after.length === 0 ? undefined : Math.min(...after);
  });
  return first
    .filter((hour) => hour !== undefined)
    .map((hour, i) => ({
      ...{ kind: 'USE_AFTER_ORDER', rule: 'use-after-order', version: 1, scope: scopeName.customer(customer) },
      ...{ n: i + 1, hour, minute: 0, atEntryIntoForce: false },
    }));
}

/** Interconnect that is not registered never makes it false: the tier says that it is not known. */
export function capacityOf(facts: readonly FlagFact[], rule: RuleTruth): StandingTruth[] {
  return latest(facts).flatMap((one): StandingTruth[] => {
    const peak = rational(BigInt(one.accelerators) * one.peakOpsPerSecond);
    const passes = rule.comparison === 'GREATER' ? isAbove(peak, rule.number!) : isAtLeast(peak, rule.number!);
    const above = rule.interconnectAboveGbps;
    const isKnown = above === undefined || one.interconnectGbps > 0;
    if (!passes || (isKnown && above !== undefined && one.interconnectGbps <= above)) return [];
    const tier = isKnown ? 'CERTAIN' : 'POSSIBLE';
    const hour = hourOf(one.inServiceFromMs);
    const minute = Math.floor((one.inServiceFromMs % HOUR_MS) / 60_000);
    return [
      { kind: 'CAPACITY', rule: rule.id, version: rule.version, scope: nameOf(one), tier, n: 1, hour, minute, atEntryIntoForce: false },
    ];
  });
}
