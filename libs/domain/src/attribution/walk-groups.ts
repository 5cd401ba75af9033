import { type ControlEdge, controlEndOf } from '../control/control-edge.js';
import { type ControlRule, CustomerGroups, type GroupChange } from '../control/customer-groups.js';
import type { Fraction } from '../control/fraction.js';
import { holdingsAt } from '../control/holdings.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import { type Hours, hourFrom } from './hours.js';

/** Statements about the same two parties, which are one holding. */
interface Pair {
  readonly owner: string;
  readonly owned: string;
  readonly edges: ControlEdge[];
}

/**
 * Groups over all time, of parties that nothing outside is connected to. The instants at which any edge starts or ends are walked in
 * order; between two of them nothing changes. What starts and ends between two full hours is never seen, as it owns none.
 */
export function walkGroups(
  edges: Iterable<ControlEdge>,
  partyOf: (record: string) => string,
  rule: ControlRule | Fraction,
): Map<string, Map<string, Hours>> {
  const timeline = new GroupsTimeline();
  let groups: CustomerGroups | undefined;
  for (const [hour, pairs] of changesByHour(edges, partyOf)) {
    const asOf = { asOfMs: hour * HOUR_MS, partyOf };
    if (!groups) {
      groups = CustomerGroups.of(
        [...pairs].flatMap((pair) => holdingsAt(pair.edges, asOf).holdings),
        rule,
      );
      for (const controller of groups.controllers()) timeline.change(hour, { controller, joined: groups.group(controller), left: [] });
    } else {
      for (const { owner, owned, edges: statements } of pairs) {
        const [holding] = holdingsAt(statements, asOf).holdings;
        for (const change of groups.replace(owner, owned, holding)) timeline.change(hour, change);
      }
    }
  }
  return timeline.groups;
}

/** The hours at which anything starts or ends, rising, and the pairs that it is about. */
function changesByHour(edges: Iterable<ControlEdge>, partyOf: (record: string) => string): [number, Set<Pair>][] {
  const pairs = new Map<string, Map<string, Pair>>();
  const changes = new Map<number, Set<Pair>>();
  for (const edge of edges) {
    const [owner, owned] = [partyOf(edge.owner), partyOf(edge.owned)];
    const [from, to] = [hourFrom(edge.fromMs), hourFrom(controlEndOf(edge))];
    if (owner === owned || from >= to) continue;
    const ofOwner = entryOf(pairs, owner, () => new Map<string, Pair>());
    const pair = entryOf(ofOwner, owned, (): Pair => ({ owner, owned, edges: [] }));
    pair.edges.push(edge);
    for (const hour of [from, to]) if (hour !== Number.POSITIVE_INFINITY) entryOf(changes, hour, () => new Set<Pair>()).add(pair);
  }
  return [...changes].sort(([one], [other]) => one - other);
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, made: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = made();
  map.set(key, value);
  return value;
}

/** Membership as it is told change by change, several of which may be of one hour. */
class GroupsTimeline {
  readonly groups = new Map<string, Map<string, number[]>>();

  change(hour: number, { controller, joined, left }: GroupChange): void {
    const group = entryOf(this.groups, controller, () => new Map<string, number[]>());
    for (const member of joined)
      begin(
        entryOf(group, member, () => []),
        hour,
      );
    for (const member of left) {
      const hours = group.get(member)!;
      end(hours, hour);
      if (hours.length === 0) group.delete(member);
    }
    if (group.size === 0) this.groups.delete(controller);
  }
}

/** Who left and comes back within one hour was never away. */
function begin(hours: number[], hour: number): void {
  if (hours.at(-1) === hour) hours[hours.length - 1] = Number.POSITIVE_INFINITY;
  else hours.push(hour, Number.POSITIVE_INFINITY);
}

/** Who came and leaves within one hour was never there. */
function end(hours: number[], hour: number): void {
  if (hours.at(-2) === hour) hours.length -= 2;
  else hours[hours.length - 1] = hour;
}
