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
  /** Every holding on a way from the owner, nearest to the owned first. */
  ways: { owner: string; owned: string; share: string }[];
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
  effective: EffectiveShare[];
  controllers: ControllerAbove[];
  beneficialOwners: BeneficialOwner[];
}

/** Who stands above `subject`: largest share first, then by id. */
export function ownersAbove(graph: HoldingGraph, subject: string, asOfMs: number): OwnersAbove {
  const node = graph.numberOf(subject);
  if (node === undefined) return { effective: [], controllers: [], beneficialOwners: [] };
  const above = [...everybodyAbove(graph, node)].map((owner) => graph.ids[owner]!).sort();
  const controllers = above.flatMap((controller) => {
    const steps = whyControlled(graph, controller, subject);
    return steps.length === 0 ? [] : [{ controller, because: steps.map(viewStep) }];
  });
  const exact = exactOwnersOf(graph, node);
  const effective = exact ? exactly(graph, subject, exact) : bounded(graph, subject, node);
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
  return { effective, controllers, beneficialOwners };
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
      ways: viewWays(graph, owner, subject),
    }));
}

function bounded(graph: HoldingGraph, subject: string, node: number): EffectiveShare[] {
  return [...new OwnershipBounds(graph).ownersOf(node)]
    .map(([owner, bounds]) => ({ owner: graph.ids[owner]!, bounds }))
    .sort((one, other) => other.bounds.upper - one.bounds.upper || (one.owner < other.owner ? -1 : 1))
    .map((one) => ({ ...one, ways: viewWays(graph, one.owner, subject) }));
}

/** What bounds cannot decide is taken to reach it: somebody looks. */
function reachesQuarter(graph: HoldingGraph, { owner, bounds }: EffectiveShare, exact: ReadonlyMap<number, Fraction> | undefined): boolean {
  if (bounds) return bounds.upper >= 0.25;
  return compareFractions(exact!.get(graph.numberOf(owner)!)!, BENEFICIAL_OWNER.threshold) >= 0;
}

const viewWays = (graph: HoldingGraph, owner: string, subject: string): EffectiveShare['ways'] =>
  waysOfOwnership(graph, owner, subject).map(({ share, ...way }) => ({ ...way, share: printFraction(share) }));

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
