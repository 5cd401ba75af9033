import type { Suspension } from '../attribution/standing-timeline.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import { totalsThrough } from './band-reach.js';
import { type HourVector, indexFrom } from './hour-vector.js';
import type { StandingOrder } from './order-book.js';
import type { Scope } from './scope.js';
import type { Standing } from './standing.js';

/** An order, with the use at its provider alone where the scope stands over providers. */
export interface JudgedOrder extends StandingOrder {
  readonly vector?: HourVector | undefined;
}

export interface UseAfterOrderInput {
  readonly scope: Scope;
  /** The scope's: of a customer, party or group the hours of accounts while they were its. */
  readonly vector: HourVector;
  /** Of a customer's record, in the order of time. */
  readonly suspensions: readonly Suspension[];
  /** Of casework, in the order of time. */
  readonly orders?: readonly JudgedOrder[] | undefined;
}

interface Breakable extends Suspension {
  readonly vector: HourVector;
  /** Where it is one provider's use that counts. */
  readonly provider?: string | undefined;
}

const ID = 'use-after-order';

/** One standing for each suspension after whose start there was use, in hours that began at or after it: n counts those. */
export function judgeUseAfterOrder({ scope, vector, suspensions, orders = [] }: UseAfterOrderInput): Standing[] {
  const breakables: Breakable[] = [...suspensions.map((one) => ({ ...one, vector })), ...orders.map((order) => breakable(order, vector))];
  const broken = breakables
    .sort((a, b) => a.fromMs - b.fromMs)
    .flatMap((one) => {
      const place = firstUse(one);
      return place === undefined ? [] : [{ ...one, hour: one.vector.hours[place]! }];
    });
  return broken.map((one, index) => ({
    kind: 'USE_AFTER_ORDER',
    rule: ID,
    ruleVersion: 1,
    scope,
    n: index + 1,
    moment: { hour: one.hour, minute: 0 },
    atEntryIntoForce: false,
    totals: totalsThrough(one.vector, one.hour),
    detail: {
      suspendedFromMs: one.fromMs,
      ...(Number.isFinite(one.toMs) && { suspendedToMs: one.toMs }),
      hoursOfUse: hoursOfUse(one),
      ...(one.provider !== undefined && { provider: one.provider }),
    },
  }));
}

const breakable = ({ fromMs, toMs, provider, vector: own }: JudgedOrder, vector: HourVector): Breakable =>
  own === undefined ? { fromMs, toMs, vector } : { fromMs, toMs, vector: own, provider };

function firstUse(one: Breakable): number | undefined {
  const [from, to] = placesOf(one);
  for (let place = from; place < to; place += 1) if (isUse(one.vector, place)) return place;
  return undefined;
}

function hoursOfUse(one: Breakable): number {
  const [from, to] = placesOf(one);
  let count = 0;
  for (let place = from; place < to; place += 1) if (isUse(one.vector, place)) count += 1;
  return count;
}

/** Hours that begin in [from, to). */
const placesOf = ({ vector, fromMs, toMs }: Breakable): [number, number] => [
  indexFrom(vector, Math.ceil(fromMs / HOUR_MS)),
  indexFrom(vector, Math.ceil(toMs / HOUR_MS)),
];

/** Of what was counted at all, the upper total is above zero, whatever it was used for; what was corrected away leaves a zero. */
const isUse = ({ upper }: HourVector, place: number): boolean => upper[place]! > 0n;
