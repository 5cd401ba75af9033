import type { ControlRule } from '../control/customer-groups.js';
import type { ControlStatements } from './control-statements.js';
import type { CustomerRecords } from './customer-records.js';
import { firstDifference, type Hours, NO_HOURS, unionOf } from './hours.js';
import type { TouchCause } from './scope-touches.js';
import { type MemberHours, walkGroups } from './walk-groups.js';

const NO_MEMBERS: MemberHours = new Map();

/** Told of each group whose members changed, and of each of them. */
export interface GroupListener {
  /** `fromHour`: the first hour in which anybody's membership is another. */
  groupChanged(rule: ControlRule, controller: string, fromHour: number, causes: ReadonlySet<TouchCause>): void;
  memberChanged(party: string): void;
}

/**
 * Groups by one rule over all time. What facts can have changed is only marked, and walked again when somebody asks: many facts cost one
 * walk. A component of parties is walked as a whole, since control may pass through anybody in it.
 */
export class GroupTimelines {
  /** By controller, who is one of its own members in every hour in which it has others. */
  private readonly groups = new Map<string, MemberHours>();
  /** By member, by controller. */
  private readonly controllers = new Map<string, Map<string, Hours>>();
  private readonly stale = new Map<string, Set<TouchCause>>();

  constructor(
    readonly rule: ControlRule,
    private readonly statements: ControlStatements,
    private readonly records: CustomerRecords,
    private readonly listener: GroupListener,
  ) {}

  /** Edges that name the party, or the records it consists of, are other than before. */
  mark(party: string, cause: TouchCause): void {
    const causes = this.stale.get(party);
    if (causes) causes.add(cause);
    else this.stale.set(party, new Set([cause]));
  }

  membersOf(controller: string): MemberHours {
    this.settleAround(controller);
    return this.groups.get(controller) ?? NO_MEMBERS;
  }

  /** The controllers that the party is under, itself included where it is one, with the hours. */
  controllersOf(party: string): MemberHours {
    this.settleAround(party);
    return this.controllers.get(party) ?? NO_MEMBERS;
  }

  ids(): string[] {
    this.settle();
    return [...this.groups.keys()].sort();
  }

  settle(): void {
    while (this.stale.size > 0) {
      const [party] = this.stale.keys();
      this.walkAround(party!);
    }
  }

  /**
   * Whoever was connected to a party that is marked still is, or to another that is: edges are never forgotten, and of a record that moved
   * both parties are marked. So a party's groups are out of date only if one it is connected to now is marked.
   */
  private settleAround(party: string): void {
    if (this.stale.size === 0) return;
    const { parties } = this.statements.componentOf(party, this.records);
    const isStale = [...parties].some((one) => this.stale.has(one));
    if (isStale) this.walkAround(party);
  }

  private walkAround(start: string): void {
    const { parties, edges } = this.statements.componentOf(start, this.records);
    const causes = new Set<TouchCause>();
    for (const party of parties) {
      for (const cause of this.stale.get(party) ?? []) causes.add(cause);
      this.stale.delete(party);
    }
    const groups = walkGroups(edges, (record) => this.records.partyOf(record), this.rule);
    for (const party of parties) this.replace(party, withController(party, groups.get(party)), causes);
  }

  private replace(controller: string, after: MemberHours, causes: ReadonlySet<TouchCause>): void {
    const before = this.groups.get(controller) ?? NO_MEMBERS;
    let fromHour = Number.POSITIVE_INFINITY;
    for (const member of new Set([...before.keys(), ...after.keys()])) {
      const [then, now] = [before.get(member) ?? NO_HOURS, after.get(member) ?? NO_HOURS];
      const changedFrom = firstDifference(then, now);
      if (changedFrom === Number.POSITIVE_INFINITY) continue;
      fromHour = Math.min(fromHour, changedFrom);
      this.index(member, controller, now);
      this.listener.memberChanged(member);
    }
    if (fromHour === Number.POSITIVE_INFINITY) return;
    if (after.size === 0) this.groups.delete(controller);
    else this.groups.set(controller, after);
    this.listener.groupChanged(this.rule, controller, fromHour, causes);
  }

  private index(member: string, controller: string, hours: Hours): void {
    const controllers = this.controllers.get(member) ?? new Map<string, Hours>();
    if (hours.length > 0) controllers.set(controller, hours);
    else controllers.delete(controller);
    if (controllers.size > 0) this.controllers.set(member, controllers);
    else this.controllers.delete(member);
  }
}

function withController(controller: string, members: MemberHours | undefined): MemberHours {
  return members ? new Map([...members, [controller, unionOf([...members.values()])]]) : NO_MEMBERS;
}
