import type { Fraction } from './fraction.js';
import { HoldingGraph } from './holding-graph.js';
import type { ControlFinding, Holding } from './holdings.js';
import { isClosed } from './ownership-bounds.js';
import { OwnershipMembers } from './ownership-members.js';
import { UpwardComponents } from './upward-components.js';
import { VotingMembers } from './voting-members.js';

/** `control`: by votes or by a control edge. `ownership-25`: by an effective economic share of at least a quarter. */
export const CONTROL_RULES = ['control', 'ownership-25'] as const;
export type ControlRule = (typeof CONTROL_RULES)[number];

/** Who came under whom, and who did not stay. */
export interface GroupChange {
  readonly controller: string;
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** Whose groups changed by one holding, as numbers. */
export interface MemberChange {
  readonly controller: number;
  readonly joined: readonly number[];
  readonly left: readonly number[];
}

/** Who is under whom by one rule. */
export interface GroupMembers {
  /** In ascending order, without the controller. */
  membersOf(controller: number): ArrayLike<number>;
  controllersOf(member: number): number[];
  /** After what `owner` holds in `owned` was replaced in the graph. */
  recompute(owner: number, owned: number): MemberChange[];
  findings(): ControlFinding[];
}

/** For everybody who controls at least one other, the parties under it, of one instant. Groups overlap. */
export class CustomerGroups {
  private constructor(
    private readonly graph: HoldingGraph,
    private readonly members: GroupMembers,
  ) {}

  /** By a share instead of a rule: who owns at least so much effectively, for questions of what would be by another number. */
  static of(holdings: Iterable<Holding>, rule: ControlRule | Fraction): CustomerGroups {
    const graph = HoldingGraph.of(holdings);
    if (rule === 'control') return new CustomerGroups(graph, new VotingMembers(graph));
    return new CustomerGroups(graph, new OwnershipMembers(graph, rule === 'ownership-25' ? undefined : rule));
  }

  controllers(): string[] {
    return this.graph.ids.filter((_, node) => this.members.membersOf(node).length > 0);
  }

  /** Empty for one who controls nobody, or is not known here. */
  group(controller: string): string[] {
    const node = this.graph.numberOf(controller);
    return node === undefined ? [] : Array.from(this.members.membersOf(node), (member) => this.graph.ids[member]!).sort();
  }

  controllersOf(member: string): string[] {
    const node = this.graph.numberOf(member);
    return node === undefined
      ? []
      : this.members
          .controllersOf(node)
          .map((controller) => this.graph.ids[controller]!)
          .sort();
  }

  /** What the pair's holding is from now on; undefined: none. Only what it can touch is computed again. */
  replace(owner: string, owned: string, holding: Holding | undefined): GroupChange[] {
    this.graph.replace(owner, owned, holding);
    const named = (nodes: readonly number[]) => nodes.map((node) => this.graph.ids[node]!).sort();
    const changes = this.members.recompute(this.graph.numberOf(owner)!, this.graph.numberOf(owned)!);
    return changes.map(({ controller, joined, left }) => ({
      controller: this.graph.ids[controller]!,
      joined: named(joined),
      left: named(left),
    }));
  }

  findings(): ControlFinding[] {
    return [...this.graph.findings(), ...closedCircles(this.graph), ...this.members.findings()];
  }
}

/** Every circle of persons that nobody outside owns anything of. */
export function closedCircles(graph: HoldingGraph): ControlFinding[] {
  const components = new UpwardComponents(graph);
  const seen = new Set<number>();
  const found: ControlFinding[] = [];
  for (let node = 0; node < graph.size; node += 1) {
    // A closed circle is nobody's but its own: from any member upward it is all there is.
    if (seen.has(node) || !graph.isWhollyOwned(node)) continue;
    const parts = components.from(node);
    for (const member of parts.flat()) seen.add(member);
    for (const members of parts) {
      if (isClosed(graph, members)) found.push({ code: 'CLOSED_CYCLE', members: members.map((member) => graph.ids[member]!).sort() });
    }
  }
  return found;
}
