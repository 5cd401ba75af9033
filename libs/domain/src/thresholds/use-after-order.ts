import type { Suspension } from '../attribution/standing-timeline.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import { totalsThrough } from './band-reach.js';
import { type HourVector, indexFrom } from './hour-vector.js';
import type { Scope } from './scope.js';
import type { Standing } from './standing.js';

export interface UseAfterOrderInput {
  readonly scope: Scope & { readonly kind: 'customer' };
  /** The customer's: hours of accounts while they were linked to it. */
  readonly vector: HourVector;
  /** In the order of time. */
  readonly suspensions: readonly Suspension[];
}

const ID = 'use-after-order';

/** One standing for each suspension after whose start there was use, in hours that began at or after it: n counts those. */
export function judgeUseAfterOrder({ scope, vector, suspensions }: UseAfterOrderInput): Standing[] {
  const broken = suspensions.flatMap((suspension) => {
    const place = firstUse(vector, suspension);
    return place === undefined ? [] : [{ suspension, hour: vector.hours[place]! }];
  });
  return broken.map(({ suspension, hour }, index) => ({
    kind: 'USE_AFTER_ORDER',
    rule: ID,
    ruleVersion: 1,
    scope,
    n: index + 1,
    moment: { hour, minute: 0 },
    atEntryIntoForce: false,
    totals: totalsThrough(vector, hour),
    detail: {
      suspendedFromMs: suspension.fromMs,
      ...(Number.isFinite(suspension.toMs) && { suspendedToMs: suspension.toMs }),
      hoursOfUse: hoursOfUse(vector, suspension),
    },
  }));
}

function firstUse(vector: HourVector, suspension: Suspension): number | undefined {
  const [from, to] = placesOf(vector, suspension);
  for (let place = from; place < to; place += 1) if (isUse(vector, place)) return place;
  return undefined;
}

function hoursOfUse(vector: HourVector, suspension: Suspension): number {
  const [from, to] = placesOf(vector, suspension);
  let count = 0;
  for (let place = from; place < to; place += 1) if (isUse(vector, place)) count += 1;
  return count;
}

/** Hours that begin in [from, to). */
const placesOf = (vector: HourVector, { fromMs, toMs }: Suspension): [number, number] => [
  indexFrom(vector, Math.ceil(fromMs / HOUR_MS)),
  indexFrom(vector, Math.ceil(toMs / HOUR_MS)),
];

/** Of what was counted at all, the upper total is above zero, whatever it was used for; what was corrected away leaves a zero. */
const isUse = ({ upper }: HourVector, place: number): boolean => upper[place]! > 0n;
