import type { ControlStatements } from './control-statements.js';
import type { CustomerRecords } from './customer-records.js';
import { type ChangedHoldings, type GroupListener, GroupTimelines } from './group-timelines.js';
import { type HeldParty, holdingSegments } from './holding-segments.js';
import type { TouchCause } from './scope-touches.js';
import { controlledHours } from './voting-hours.js';

/** Groups by the rule `control`. Each is found out alone, and only those with a marked party in them, or of one, can have changed. */
export class VotingTimelines extends GroupTimelines {
  private readonly held = new Map<string, readonly HeldParty[]>();

  constructor(
    private readonly statements: ControlStatements,
    private readonly records: CustomerRecords,
    listener: GroupListener,
  ) {
    super('control', listener);
  }

  override mark({ owners }: ChangedHoldings, cause: TouchCause): void {
    this.markStale(owners, cause);
    for (const owner of owners) this.held.delete(owner);
  }

  /**
   * What an owner holds plays a part in its own group and in those that it is a member of. Whoever comes to have it as a member only now
   * does so by what another holds that was a member before, or by what it holds itself: and that one is marked too.
   */
  override settle(): void {
    if (this.stale.size === 0) return;
    const affected = new Map<string, Set<TouchCause>>();
    for (const [owner, causes] of this.stale) {
      for (const controller of [owner, ...this.known(owner).keys()])
        affected.set(controller, new Set([...(affected.get(controller) ?? []), ...causes]));
    }
    this.stale.clear();
    for (const [controller, causes] of affected) this.replace(controller, this.computed(controller), causes);
  }

  /** A group needs nothing but what its members hold; who else is stale stays so. */
  protected override settleGroup(controller: string): void {
    const causes = new Set([...this.stale.values()].flatMap((all) => [...all]));
    this.replace(controller, this.computed(controller), causes);
  }

  private computed(controller: string): ReturnType<typeof controlledHours> {
    return controlledHours(controller, (party) => this.heldBy(party));
  }

  private heldBy(party: string): readonly HeldParty[] {
    const known = this.held.get(party);
    if (known) return known;
    const { records } = this;
    const held = holdingSegments(this.statements.heldBy(party, records), (record) => records.partyOf(record));
    this.held.set(party, held);
    return held;
  }
}
