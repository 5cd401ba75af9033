import {
  type ControlStep,
  compareFractions,
  exactOwnersOf,
  type Fraction,
  type HoldingGraph,
  OWNERSHIP_RULES,
  OwnershipBounds,
  printFraction,
  printPercent,
  ruleStatusAt,
  waysOfOwnership,
  whyControlled,
} from '@tidemark/domain';

const BENEFICIAL_OWNER = OWNERSHIP_RULES.find(({ id }) => id === 'beneficial-owner-25')!;

/** What somebody effectively owns of the one that is looked at, through any depth. */
export interface EffectiveShare {
  owner: string;
  /** Exact, "1/3". Absent where a circle of owners is too large to be solved exactly: then there are bounds. */
  share?: string;
  percent?: string;
  bounds?: { lower: number; upper: number };
  /** Every holding on a way from the owner, nearest to the owned first. Left out behind the first some thousand of an answer. */
  ways?: { owner: string; owned: string; share: string }[];
}

export interface ControllerAbove {
  controller: string;
  /** Each needs nothing but the ones before it. */
  because: StepView[];
}

export type StepView =
  | { by: 'VOTES'; owned: string; together: string; holders: { owner: string; votes: string }[] }
  | { by: 'CONTROL'; owned: string; owner: string; kinds: readonly string[] };

export interface BeneficialOwner {
  owner: string;
  because: ('SHARE' | 'CONTROL')[];
  rule: { id: string; version: number; status: string; verified: boolean };
}

export interface OwnersAbove {
  /** The largest so many. */
  effective: EffectiveShare[];
  /** How many own anything, those that are not shown too. */
  owners: number;
  controllers: ControllerAbove[];
  beneficialOwners: BeneficialOwner[];
}

/** Who stands above `subject`: largest share first, then by id. */
export function ownersAbove(graph: HoldingGraph, subject: string, asOfMs: number): OwnersAbove {
  const node = graph.numberOf(subject);
  if (node === undefined) return { effective: [], owners: 0, controllers: [], beneficialOwners: [] };
  const above = [...everybodyAbove(graph, node)].map((owner) => graph.ids[owner]!).sort();
  const controllers = above.flatMap((controller) => {
    const steps = whyControlled(graph, controller, subject);
    return steps.length === 0 ? [] : [{ controller, because: steps.map(viewStep) }];
  });
  const exact = exactOwnersOf(graph, node);
  const effective = exact ? exactly(graph, subject, exact) : bounded(graph, node);
  const owning = new Set(effective.filter((one) => reachesQuarter(graph, one, exact)).map(({ owner }) => owner));
  const controlling = new Set(controllers.map(({ controller }) => controller));
  const { id, version, verified } = BENEFICIAL_OWNER;
  const rule = { id, version, status: ruleStatusAt(BENEFICIAL_OWNER, asOfMs), verified };
  const beneficialOwners = above
    .filter((owner) => owning.has(owner) || controlling.has(owner))
    .map((owner): BeneficialOwner => {
      const because = [...(owning.has(owner) ? ['SHARE' as const] : []), ...(controlling.has(owner) ? ['CONTROL' as const] : [])];
      return { owner, because, rule };
    });
  return { effective: withWays(graph, subject, effective), owners: effective.length, controllers, beneficialOwners };
}

function everybodyAbove(graph: HoldingGraph, subject: number): Set<number> {
  const found = new Set([subject]);
  for (const node of found) for (const owner of graph.holdingsIn(node).keys()) found.add(owner);
  found.delete(subject);
  return found;
}

function exactly(graph: HoldingGraph, subject: string, exact: ReadonlyMap<number, Fraction>): EffectiveShare[] {
  return [...exact]
    .filter(([node]) => graph.ids[node] !== subject)
    .map(([node, share]) => ({ owner: graph.ids[node]!, share }))
    .sort((one, other) => compareFractions(other.share, one.share) || (one.owner < other.owner ? -1 : 1))
    .map(({ owner, share }) => ({
      owner,
      share: printFraction(share),
      percent: printPercent(share),
    }));
}

function bounded(graph: HoldingGraph, node: number): EffectiveShare[] {
  return [...new OwnershipBounds(graph).ownersOf(node)]
    .map(([owner, bounds]) => ({ owner: graph.ids[owner]!, bounds }))
    .sort((one, other) => other.bounds.upper - one.bounds.upper || (one.owner < other.owner ? -1 : 1));
}

/** What bounds cannot decide is taken to reach it: somebody looks. */
function reachesQuarter(graph: HoldingGraph, { owner, bounds }: EffectiveShare, exact: ReadonlyMap<number, Fraction> | undefined): boolean {
  if (bounds) return bounds.upper >= 0.25;
  return compareFractions(exact!.get(graph.numberOf(owner)!)!, BENEFICIAL_OWNER.threshold) >= 0;
}

/** Hundreds who own each other have ways through each other: what nobody reads is not written. */
const OWNERS_SHOWN_MAX = 500;
const WAYS_SHOWN_MAX = 2000;

function withWays(graph: HoldingGraph, subject: string, effective: readonly EffectiveShare[]): EffectiveShare[] {
  let shown = 0;
  return effective.slice(0, OWNERS_SHOWN_MAX).map((one) => {
    if (shown > WAYS_SHOWN_MAX) return one;
    const ways = waysOfOwnership(graph, one.owner, subject).map(({ share, ...way }) => ({ ...way, share: printFraction(share) }));
    shown += ways.length;
    return shown > WAYS_SHOWN_MAX ? one : { ...one, ways };
  });
}

export function viewStep(step: ControlStep): StepView {
  if (step.by === 'CONTROL') return step;
  const { by, owned, together, holders } = step;
  return {
    by,
    owned,
    together: printFraction(together),
    holders: holders.map(({ owner, votes }) => ({ owner, votes: printFraction(votes) })),
  };
}
