import {
  bandCrossings,
  type CrossingTier,
  type HourVector,
  PUBLISHED_RULEBOOK,
  type Scope,
  type ScopeKind,
  type Standing,
  totalsOf,
} from '@tidemark/domain';
import { flopOfTflop } from './flop-text.js';
import { flagsOf, momentsAt, NUMBERS, type TierMoments } from './number-flags.js';
import { foretoldBy } from './projected.js';
import { EVERYTHING, type Fleet } from './traces-fleet.js';

/** What one scope of a fleet used, and what it raises. */
export interface ScopeFigures {
  readonly kind: ScopeKind;
  readonly name: string;
  readonly lower: bigint;
  readonly expected: bigint;
  readonly upper: bigint;
  /** By number, in the order of NUMBERS. */
  readonly moments: readonly TierMoments[];
  /** By number: PROJECTED was raised, whatever became of it. */
  readonly foretold: readonly boolean[];
  /** Bands reached that ask who somebody is: ids of their rules. */
  readonly bands: readonly string[];
  readonly flags: readonly Standing[];
}

export interface FleetFigures {
  readonly clusters: readonly ScopeFigures[];
  /** Largest first, all of them. */
  readonly accounts: readonly ScopeFigures[];
  readonly customers: readonly ScopeFigures[];
  /** As if one controller stood behind every customer of the trace. */
  readonly everything: ScopeFigures;
}

export function judgeFleet({ clusters, accounts, identity, customers }: Fleet): FleetFigures {
  const byName = new Map(accounts.map(({ name, vector }) => [`${name.provider}\t${name.account}`, vector]));
  const judgeOwned = (scope: Scope): ScopeFigures =>
    judge(
      scope,
      identity.vectorOf(scope, ({ provider, account }) => byName.get(`${provider}\t${account}`)),
    );
  return {
    clusters: clusters.map(({ provider, cluster, vector }) => judge({ kind: 'cluster', provider, id: cluster }, vector)),
    accounts: accounts
      .map(({ name, vector }) => judge({ kind: 'account', provider: name.provider, id: name.account }, vector))
      .sort(largestFirst),
    customers: customers.map((id) => judgeOwned({ kind: 'customer', id })).sort(largestFirst),
    everything: judgeOwned({ kind: 'group', id: EVERYTHING, controlRule: 'control' }),
  };
}

function judge(scope: Scope, vector: HourVector): ScopeFigures {
  const { lower, expected, upper } = totalsOf(vector);
  const flags = flagsOf(scope, vector);
  const moments = NUMBERS.map((number) => momentsAt(number, flags));
  return {
    kind: scope.kind,
    name: scope.id,
    lower: flopOfTflop(lower),
    expected: flopOfTflop(expected),
    upper: flopOfTflop(upper),
    moments,
    foretold: NUMBERS.map(({ rule }) => foretoldBy(vector, rule).length > 0),
    bands: bandsReached(scope, vector),
    flags,
  };
}

/** Nobody is verified by a cluster or a group. */
function bandsReached(scope: Scope, vector: HourVector): string[] {
  if (scope.kind === 'cluster' || scope.kind === 'group') return [];
  return bandCrossings({ scope, vector, rules: PUBLISHED_RULEBOOK.rules }).map(({ rule }) => rule.id);
}

const largestFirst = (one: ScopeFigures, other: ScopeFigures): number =>
  one.expected < other.expected ? 1 : one.expected > other.expected ? -1 : one.name < other.name ? -1 : 1;

const AT_1E25 = 10n ** 25n;

/** Flags of any tier by rules whose number is 1e25 or more, foretold ones once for each number. */
export function flagsFrom1e25(scopes: readonly ScopeFigures[]): number {
  return scopes.reduce((sum, { flags, foretold }) => {
    const projected = NUMBERS.filter(({ flop }, at) => flop >= AT_1E25 && foretold[at]).length;
    return sum + projected + flags.filter(({ rule }) => HIGH.has(rule)).length;
  }, 0);
}

const HIGH: ReadonlySet<string> = new Set(NUMBERS.filter(({ flop }) => flop >= AT_1E25).flatMap(({ rules }) => rules.map(({ id }) => id)));

/** How many scopes raise a tier at a number. */
export const countAt = (scopes: readonly ScopeFigures[], number: number, tier: CrossingTier): number =>
  scopes.filter(({ moments }) => moments[number]?.[tier] !== undefined).length;
