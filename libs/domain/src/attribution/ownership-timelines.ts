import type { ControlStatements } from './control-statements.js';
import type { CustomerRecords } from './customer-records.js';
import { type GroupListener, GroupTimelines, type MemberHours } from './group-timelines.js';
import type { TouchCause } from './scope-touches.js';
import { walkGroups } from './walk-groups.js';

const NOBODY: MemberHours = new Map();

/**
 * Groups by the rule `ownership-25`. A component of parties is walked as a whole, since shares flow through everybody in it, and a change
 * anywhere may bring somebody else to a quarter.
 */
export class OwnershipTimelines extends GroupTimelines {
  constructor(
    private readonly statements: ControlStatements,
    private readonly records: CustomerRecords,
    listener: GroupListener,
  ) {
    super('ownership-25', listener);
  }

  override settle(): void {
    while (this.stale.size > 0) {
      const [party] = this.stale.keys();
      this.walkAround(party!);
    }
  }

  /**
   * Whoever was connected to a party that is marked still is, or to another that is: edges are never forgotten, and of a record that moved
   * both parties are marked. So a party's groups are out of date only if one it is connected to now is marked.
   */
  protected override settleGroup(controller: string): void {
    const { parties } = this.statements.componentOf(controller, this.records);
    if ([...parties].some((one) => this.stale.has(one))) this.walkAround(controller);
  }

  private walkAround(start: string): void {
    const { parties, edges } = this.statements.componentOf(start, this.records);
    const causes = new Set<TouchCause>();
    for (const party of parties) {
      for (const cause of this.stale.get(party) ?? []) causes.add(cause);
      this.stale.delete(party);
    }
    const groups = walkGroups(edges, (record) => this.records.partyOf(record), this.rule);
    for (const party of parties) this.replace(party, groups.get(party) ?? NOBODY, causes);
  }
}
