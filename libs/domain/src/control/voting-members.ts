import type { GroupMembers, MemberChange } from './customer-groups.js';
import type { HoldingGraph } from './holding-graph.js';
import { differenceOf, hasNumber, NOBODY } from './sorted-numbers.js';
import { VotingControl } from './voting-control.js';

/** Groups by the rule `control`: a sorted list for each controller. */
export class VotingMembers implements GroupMembers {
  private readonly control: VotingControl;
  private readonly groups: Int32Array[] = [];

  constructor(private readonly graph: HoldingGraph) {
    this.control = new VotingControl(graph);
    for (let node = 0; node < graph.size; node += 1) this.groups.push(this.computed(node));
  }

  membersOf(controller: number): Int32Array {
    return this.groups[controller] ?? NOBODY;
  }

  controllersOf(member: number): number[] {
    const controllers: number[] = [];
    for (const [controller, group] of this.groups.entries()) if (hasNumber(group, member)) controllers.push(controller);
    return controllers;
  }

  /** Whoever controls the owner, and the owner: what the owner holds plays no part in the fixed point of anybody else. */
  recompute(owner: number, _owned: number): MemberChange[] {
    while (this.groups.length < this.graph.size) this.groups.push(NOBODY);
    return [owner, ...this.controllersOf(owner)].flatMap((controller) => {
      const before = this.groups[controller]!;
      const after = this.computed(controller);
      this.groups[controller] = after;
      const change = differenceOf(before, after);
      return change ? [{ controller, ...change }] : [];
    });
  }

  findings(): [] {
    return [];
  }

  private computed(controller: number): Int32Array {
    const group = this.control.controlledBy(controller);
    return group.length === 0 ? NOBODY : Int32Array.from(group).sort();
  }
}
