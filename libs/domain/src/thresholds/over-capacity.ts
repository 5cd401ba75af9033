import { HOUR_MS } from '../metering/hour-slots.js';
import type { Scope } from './scope.js';
import type { Standing } from './standing.js';

/** Accelerator-milliseconds that were counted in a compute cluster, for each hour in which there were any: hours rise, none twice. */
export interface HourlyUse {
  readonly hours: ArrayLike<number>;
  readonly acceleratorMs: ArrayLike<bigint>;
}

export interface OverCapacityInput {
  readonly scope: Scope & { readonly kind: 'cluster' };
  readonly use: HourlyUse;
  /** Accelerators registered for an hour; undefined: none are, so nothing can be said, and nothing is. */
  readonly registeredAt: (hour: number) => number | undefined;
}

/** Hours without an excess that part one episode from the next. */
const HOURS_APART = 24;
const ID = 'over-capacity';

interface Episode {
  readonly hour: number;
  readonly registered: number;
  readonly usedMs: bigint;
  last: number;
  count: number;
}

/**
 * More accelerator-time in an hour than the registered hardware has: reports that count twice, or hardware that nobody registered. An
 * episode goes on while excesses are at most a day apart, so that a bad week is one matter and not 168.
 */
export function judgeOverCapacity(input: OverCapacityInput): Standing[] {
  return episodesOf(input).map(({ hour, registered, usedMs, last, count }, index) => ({
    kind: 'OVER_CAPACITY',
    rule: ID,
    ruleVersion: 1,
    scope: input.scope,
    n: index + 1,
    moment: { hour, minute: 0 },
    atEntryIntoForce: false,
    detail: { acceleratorMs: usedMs.toString(), acceleratorsRegistered: registered, hoursOver: count, lastHour: last },
  }));
}

function episodesOf({ use, registeredAt }: OverCapacityInput): Episode[] {
  const episodes: Episode[] = [];
  for (let index = 0; index < use.hours.length; index += 1) {
    const hour = use.hours[index]!;
    const registered = registeredAt(hour);
    const usedMs = use.acceleratorMs[index]!;
    if (registered === undefined || usedMs <= BigInt(registered) * BigInt(HOUR_MS)) continue;
    const current = episodes.at(-1);
    if (current === undefined || hour - current.last > HOURS_APART) episodes.push({ hour, registered, usedMs, last: hour, count: 1 });
    else Object.assign(current, { last: hour, count: current.count + 1 });
  }
  return episodes;
}
