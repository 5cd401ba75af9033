import { compare, type Fraction, HALF, sumOf } from '../control/fraction.js';
import type { HeldParty, HoldingSegment } from './holding-segments.js';
import { ALL_HOURS, firstDifference, type Hours, intersectionOf, intervalsOf, NO_HOURS, unionOf } from './hours.js';

/** Doubles further from a half than this are on that side of it; nearer ones are summed exactly. */
const ROUNDING = 1e-9;

/** A part of the votes, in the hours in which its holder is of the group. */
interface Stake extends Pick<HoldingSegment, 'votes' | 'roughly' | 'isEnough'> {
  readonly hours: Hours;
}

/**
 * Rule `control` over all time at once: whom the controller controls in which hours, without itself. The least fixed point, as at one
 * instant, but of sets of hours: these only ever grow, so that the order of looking does not matter. It costs what the group holds, however
 * many others there are and however often these change hands.
 */
export function controlledHours(controller: string, heldBy: (party: string) => readonly HeldParty[]): Map<string, Hours> {
  const hours = new Map<string, Hours>([[controller, ALL_HOURS]]);
  const holders = new Map<string, Map<string, HeldParty>>();
  const open = new Set([controller]);
  for (const owner of open) {
    // Whoever comes into the set again is looked at again.
    open.delete(owner);
    for (const held of heldBy(owner)) {
      if (held.owned === controller) continue;
      const ofOwned = holders.get(held.owned) ?? new Map<string, HeldParty>();
      holders.set(held.owned, ofOwned.set(owner, held));
      const controlled = majorityHours(stakesIn(ofOwned, hours));
      if (firstDifference(controlled, hours.get(held.owned) ?? NO_HOURS) === Number.POSITIVE_INFINITY) continue;
      hours.set(held.owned, controlled);
      open.add(held.owned);
    }
  }
  hours.delete(controller);
  return hours;
}

function stakesIn(holders: ReadonlyMap<string, HeldParty>, hours: ReadonlyMap<string, Hours>): Stake[] {
  const stakes: Stake[] = [];
  for (const [owner, { segments }] of holders) {
    for (const segment of segments) {
      const both = intersectionOf(segment.hours, hours.get(owner)!);
      if (both.length > 0) stakes.push({ ...segment, hours: both });
    }
  }
  return stakes;
}

function majorityHours(stakes: readonly Stake[]): Hours {
  const alone = stakes.filter(({ isEnough }) => isEnough).map(({ hours }) => hours);
  const minor = stakes.filter(({ isEnough }) => !isEnough);
  return unionOf(minor.length < 2 ? alone : [...alone, ...togetherHours(minor)]);
}

/** Walks the hours at which any of the stakes begins or ends. */
function togetherHours(stakes: readonly Stake[]): Hours[] {
  const events = stakes.flatMap((stake) => intervalsOf(stake.hours).flatMap(([from, to]) => [begin(stake, from), end(stake, to)]));
  events.sort((one, other) => one.hour - other.hour);
  const held = new Set<Stake>();
  const found: Hours[] = [];
  let rough = 0;
  for (const [index, { hour, stake, begins }] of events.entries()) {
    if (begins) held.add(stake);
    else held.delete(stake);
    rough += begins ? stake.roughly : -stake.roughly;
    const next = events[index + 1]?.hour ?? hour;
    if (next > hour && isMajority(rough, held)) found.push([hour, next]);
  }
  return found;
}

const begin = (stake: Stake, hour: number) => ({ hour, stake, begins: true });
const end = (stake: Stake, hour: number) => ({ hour, stake, begins: false });

/** Exactly one half is no majority. */
function isMajority(rough: number, held: ReadonlySet<{ votes: Fraction }>): boolean {
  if (Math.abs(rough - 0.5) > ROUNDING) return rough > 0.5;
  return compare(sumOf([...held].map(({ votes }) => votes)), HALF) > 0;
}
