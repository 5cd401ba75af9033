import type { ControlRule } from '../control/customer-groups.js';
import { firstDifference, type Hours, NO_HOURS, unionOf } from './hours.js';
import type { TouchCause } from './scope-touches.js';

/** Who is under a controller, and in which hours: by its start. Without those who never are. */
export type MemberHours = ReadonlyMap<string, Hours>;

const NO_MEMBERS: MemberHours = new Map();

/** Told of each group whose members changed, and of each of them. */
export interface GroupListener {
  groupChanged(rule: ControlRule, controller: string, change: GroupHoursChange): void;
  memberChanged(party: string): void;
}

export interface GroupHoursChange {
  /** The first hour in which anybody's membership is another. */
  readonly fromHour: number;
  readonly causes: ReadonlySet<TouchCause>;
}

/** Parties between which something is held that was not, or the other way round. */
export interface ChangedHoldings {
  readonly owners: readonly string[];
  readonly owned: readonly string[];
}

/** Groups by one rule over all time. What facts can have changed is only marked, and looked at again when somebody asks. */
export abstract class GroupTimelines {
  /** By controller, who is one of its own members in every hour in which it has others. */
  private readonly groups = new Map<string, MemberHours>();
  /** By member, by controller. */
  private readonly controllers = new Map<string, Map<string, Hours>>();
  /** Parties, by what the rule goes by. */
  protected readonly stale = new Map<string, Set<TouchCause>>();

  constructor(
    readonly rule: ControlRule,
    private readonly listener: GroupListener,
  ) {}

  /** Told of every party that holds, and of every one in which something is held, other than before. */
  abstract mark(holdings: ChangedHoldings, cause: TouchCause): void;

  /** Brings everybody up to date. */
  abstract settle(): void;

  /** Brings one group up to date, where that is less. */
  protected abstract settleGroup(controller: string): void;

  membersOf(controller: string): MemberHours {
    if (this.stale.size > 0) this.settleGroup(controller);
    return this.groups.get(controller) ?? NO_MEMBERS;
  }

  /** The controllers that the party is under, itself included where it is one, with the hours. */
  controllersOf(party: string): MemberHours {
    this.settle();
    return this.known(party);
  }

  ids(): string[] {
    this.settle();
    return [...this.groups.keys()].sort();
  }

  /** As of the last time that everything was settled. */
  protected known(party: string): MemberHours {
    return this.controllers.get(party) ?? NO_MEMBERS;
  }

  protected knownMembers(controller: string): MemberHours {
    return this.groups.get(controller) ?? NO_MEMBERS;
  }

  protected markStale(parties: readonly string[], cause: TouchCause): void {
    for (const party of parties) {
      const causes = this.stale.get(party);
      if (causes) causes.add(cause);
      else this.stale.set(party, new Set([cause]));
    }
  }

  /** `members`: without the controller. */
  protected replace(controller: string, members: MemberHours, causes: ReadonlySet<TouchCause>): void {
    const before = this.groups.get(controller) ?? NO_MEMBERS;
    if (before.size === 0 && members.size === 0) return;
    const after = withController(controller, members);
    const fromHour = this.firstChange(controller, before, after);
    if (fromHour === Number.POSITIVE_INFINITY) return;
    if (after.size === 0) this.groups.delete(controller);
    else this.groups.set(controller, after);
    this.listener.groupChanged(this.rule, controller, { fromHour, causes });
  }

  private firstChange(controller: string, before: MemberHours, after: MemberHours): number {
    let fromHour = Number.POSITIVE_INFINITY;
    for (const member of new Set([...before.keys(), ...after.keys()])) {
      const now = after.get(member) ?? NO_HOURS;
      const changedFrom = firstDifference(before.get(member) ?? NO_HOURS, now);
      if (changedFrom === Number.POSITIVE_INFINITY) continue;
      fromHour = Math.min(fromHour, changedFrom);
      this.index(member, controller, now);
      this.listener.memberChanged(member);
    }
    return fromHour;
  }

  private index(member: string, controller: string, hours: Hours): void {
    const controllers = this.controllers.get(member) ?? new Map<string, Hours>();
    if (hours.length > 0) controllers.set(controller, hours);
    else controllers.delete(controller);
    if (controllers.size > 0) this.controllers.set(member, controllers);
    else this.controllers.delete(member);
  }
}

const withController = (controller: string, members: MemberHours): MemberHours =>
  members.size === 0 ? NO_MEMBERS : new Map([...members, [controller, unionOf([...members.values()])]]);
