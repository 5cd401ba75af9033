import type { ControlRule } from '../control/customer-groups.js';
import type { CustomerRecord } from './customer-records.js';
import type { GroupHoursChange } from './group-timelines.js';
import { type Hours, intersectionOf, unionOf } from './hours.js';
import type { IdentityState, StateListener } from './identity-state.js';
import type { LinkedAccount } from './linked-account.js';
import { ScopeTouches, type TouchCause, type Touched } from './scope-touches.js';

const NEVER = Number.POSITIVE_INFINITY;

/** Hours of a customer that belong, or belonged, elsewhere. */
interface ChangedHours {
  readonly hours: Hours[];
  readonly causes: Set<TouchCause>;
}

/**
 * Finds out which scopes the facts since the last time can have changed. What is of one record is noted at once; whose party and groups it
 * is of is asked at the end, when all facts are in. A group that the record's party left meanwhile is told of by the walk of the groups.
 */
export class TouchCollector implements StateListener {
  private readonly touches = new ScopeTouches();
  private readonly changed = new Map<CustomerRecord, ChangedHours>();
  private readonly moved = new Set<CustomerRecord>();
  private readonly told = new Map<CustomerRecord, Set<TouchCause>>();

  ownerChanged({ provider, account: id }: LinkedAccount, record: CustomerRecord, hours: Hours, cause: 'LINK' | 'UNLINK'): void {
    this.touches.add({ kind: 'account', provider, id }, hours[0]!, [cause]);
    this.touches.add({ kind: 'unlinked', provider }, hours[0]!, [cause]);
    this.touches.add({ kind: 'customer', id: record.customer }, hours[0]!, [cause]);
    this.change(record, hours, cause);
  }

  partyChanged(record: CustomerRecord): void {
    this.moved.add(record);
  }

  restated(record: CustomerRecord, cause: TouchCause): void {
    const causes = this.told.get(record);
    if (causes) causes.add(cause);
    else this.told.set(record, new Set([cause]));
  }

  groupChanged(rule: ControlRule, controller: string, { fromHour, causes }: GroupHoursChange): void {
    this.touches.add({ kind: 'group', id: controller, controlRule: rule }, fromHour, causes);
  }

  take(state: IdentityState): Touched[] {
    for (const groups of state.groups.values()) groups.settle();
    for (const record of this.moved) this.move(record);
    for (const [record, change] of this.changed) this.spread(state, record, change);
    for (const [record, causes] of this.told) this.tell(state, record, causes);
    for (const record of [...this.moved, ...this.changed.keys(), ...this.told.keys()]) record.partyTold = record.party;
    this.changed.clear();
    this.moved.clear();
    this.told.clear();
    return this.touches.take();
  }

  private change(record: CustomerRecord, hours: Hours, cause: TouchCause): void {
    const change = this.changed.get(record);
    if (!change) this.changed.set(record, { hours: [hours], causes: new Set([cause]) });
    else {
      change.hours.push(hours);
      change.causes.add(cause);
    }
  }

  /** All of its hours are another party's, those included that a link took away at the same time. Back where it was, it never moved. */
  private move(record: CustomerRecord): void {
    if (record.partyTold === record.party) return;
    this.change(record, record.hours(), 'RESOLVED');
  }

  private spread(state: IdentityState, record: CustomerRecord, { hours, causes }: ChangedHours): void {
    const changed = unionOf(hours);
    for (const party of partiesOf(record)) {
      this.touches.add({ kind: 'party', id: party }, changed[0] ?? NEVER, causes);
      for (const [rule, groups] of state.groups) {
        for (const [controller, membership] of groups.controllersOf(party)) {
          const both = intersectionOf(membership, changed);
          if (both.length > 0) this.touches.add({ kind: 'group', id: controller, controlRule: rule }, both[0]!, causes);
          // What was declared of a record comes and goes with it, hours or none.
          else if (causes.has('RESOLVED')) this.touches.add({ kind: 'group', id: controller, controlRule: rule }, NEVER, ['RESOLVED']);
        }
      }
    }
  }

  /** No hour changes hands by what is known of somebody; it only has to be judged again. */
  private tell(state: IdentityState, record: CustomerRecord, causes: ReadonlySet<TouchCause>): void {
    this.touches.add({ kind: 'customer', id: record.customer }, NEVER, causes);
    const wider = [...causes].filter((cause) => cause !== 'SUSPENSION');
    if (wider.length === 0) return;
    this.touches.add({ kind: 'party', id: record.party }, NEVER, wider);
    for (const { provider, account: id } of record.accounts) this.touches.add({ kind: 'account', provider, id }, NEVER, wider);
    if (!causes.has('DECLARATION')) return;
    for (const [rule, groups] of state.groups) {
      for (const id of groups.controllersOf(record.party).keys())
        this.touches.add({ kind: 'group', id, controlRule: rule }, NEVER, ['DECLARATION']);
    }
  }
}

const partiesOf = ({ party, partyTold }: CustomerRecord): Set<string> => new Set(partyTold === undefined ? [party] : [partyTold, party]);
