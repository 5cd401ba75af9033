import type { ControlEdge } from '../control/control-edge.js';
import type { Fraction } from '../control/fraction.js';
import type { ControlStatements } from './control-statements.js';
import type { CustomerRecords } from './customer-records.js';
import { type ChangedHoldings, type GroupListener, GroupTimelines, type MemberHours } from './group-timelines.js';
import type { Hours } from './hours.js';
import type { TouchCause } from './scope-touches.js';
import { walkGroups } from './walk-groups.js';

type OwnerHours = Map<string, Hours>;

/**
 * Groups by the rule `ownership-25`, or by another share in its place. Who owns a quarter of somebody rests on everybody above, and on
 * nobody else: so a walk of what is above one party is right for all who are in it, and a change touches those alone who are below it.
 */
export class OwnershipTimelines extends GroupTimelines {
  constructor(
    private readonly statements: ControlStatements,
    private readonly records: CustomerRecords,
    listener: GroupListener,
    /** Absent: a quarter. */
    private readonly share?: Fraction,
  ) {
    super('ownership-25', listener);
  }

  override mark({ owned }: ChangedHoldings, cause: TouchCause): void {
    this.markStale(owned, cause);
  }

  override settle(): void {
    if (this.stale.size === 0) return;
    const causes = this.staleCauses();
    const affected = this.below(this.stale.keys());
    this.stale.clear();
    const changes = new Map<string, OwnerHours>();
    for (const [member, owners] of this.ownersOf(affected)) {
      for (const controller of new Set([...owners.keys(), ...this.known(member).keys()])) {
        if (controller === member) continue;
        changes.set(controller, (changes.get(controller) ?? new Map()).set(member, owners.get(controller) ?? []));
      }
    }
    for (const [controller, members] of changes) this.replace(controller, this.changed(controller, members), causes);
  }

  /** Nobody who is not below is in the group, or ever was since it was looked at last: records that moved away were marked. */
  protected override settleGroup(controller: string): void {
    const members = new Map<string, Hours>();
    for (const [member, owners] of this.ownersOf(this.below([controller]))) {
      const hours = owners.get(controller);
      if (hours && member !== controller) members.set(member, hours);
    }
    this.replace(controller, members, this.staleCauses());
  }

  private staleCauses(): Set<TouchCause> {
    return new Set([...this.stale.values()].flatMap((causes) => [...causes]));
  }

  private changed(controller: string, changes: OwnerHours): MemberHours {
    const members = new Map([...this.knownMembers(controller), ...changes]);
    members.delete(controller);
    for (const [member, hours] of changes) if (hours.length === 0) members.delete(member);
    return members;
  }

  /** Those furthest below first, as a walk of what is above them tells of many others at once. */
  private ownersOf(members: ReadonlySet<string>): Map<string, OwnerHours> {
    const owners = new Map<string, OwnerHours>();
    for (const member of [...members].reverse()) {
      if (owners.has(member)) continue;
      const { parties, edges } = this.above(member);
      for (const party of parties) if (members.has(party) && !owners.has(party)) owners.set(party, new Map());
      for (const [controller, group] of walkGroups(edges, (record) => this.records.partyOf(record), this.share ?? this.rule))
        for (const [party, hours] of group) owners.get(party)?.set(controller, hours);
    }
    return owners;
  }

  private below(starts: Iterable<string>): Set<string> {
    const found = new Set(starts);
    for (const party of found)
      for (const edge of this.statements.heldBy(party, this.records)) if (isShares(edge)) found.add(this.records.partyOf(edge.owned));
    return found;
  }

  private above(member: string): { parties: Set<string>; edges: ControlEdge[] } {
    const parties = new Set([member]);
    const edges: ControlEdge[] = [];
    for (const party of parties) {
      for (const edge of this.statements.heldIn(party, this.records)) {
        if (!isShares(edge)) continue;
        edges.push(edge);
        parties.add(this.records.partyOf(edge.owner));
      }
    }
    return { parties, edges };
  }
}

const isShares = ({ kind }: ControlEdge): boolean => kind === 'SHARES';
