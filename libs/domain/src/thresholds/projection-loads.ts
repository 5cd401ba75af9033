import { add, compare, type Fraction, fraction, ZERO } from '../control/fraction.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import { DAY_HOURS } from './calendar-months.js';
import { TERA } from './passing-total.js';

/** Compute that somebody said will be used over [from, to): what a customer declared, or what is reserved. */
export interface PlannedLoad {
  readonly kind: 'PLAN' | 'RESERVATION';
  readonly fromMs: number;
  readonly toMs: number;
  /** FLOP over the whole time, exact. */
  readonly flop: Fraction;
}

const DAY_MS = DAY_HOURS * HOUR_MS;

/** Reserved accelerators as a load: at the prior utilisation of their 16-bit peak, all of the time. */
export function reservationLoad(reserved: {
  fromMs: number;
  toMs: number;
  accelerators: number;
  /** GFLOP/s of one. */
  peakGflops: number;
  /** Parts per million, of the metering policy. */
  priorPpm: number;
}): PlannedLoad {
  const { fromMs, toMs, accelerators, peakGflops, priorPpm } = reserved;
  // ms x GFLOP/s = 1e6 operations; parts per million take those six digits away again.
  const flop = BigInt(accelerators) * BigInt(toMs - fromMs) * BigInt(peakGflops) * BigInt(priorPpm);
  return { kind: 'RESERVATION', fromMs, toMs, flop: fraction(flop) };
}

/** A stretch of days ahead with one planned rate. `from` and `to` are days after today, `to` excluded. */
export interface PlannedStretch {
  readonly from: number;
  readonly to: number;
  /** TFLOP, of all loads together. */
  readonly perDay: Fraction;
}

/**
 * The planned rate of each day after `today` (days since 1970), from tomorrow without end. A load counts evenly on each of the UTC days that
 * it touches; of those that are over or running, nothing.
 */
export function plannedStretches(loads: readonly PlannedLoad[], today: number): PlannedStretch[] {
  const daily = loads.flatMap((load) => dailyLoad(load, today) ?? []);
  const breaks = [...new Set([1, ...daily.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  return breaks.map((from, index) => {
    const counted = daily.filter((load) => load.from <= from && from < load.to);
    return { from, to: breaks[index + 1] ?? Number.POSITIVE_INFINITY, perDay: counted.map(({ perDay }) => perDay).reduce(add, ZERO) };
  });
}

function dailyLoad({ fromMs, toMs, flop }: PlannedLoad, today: number): PlannedStretch | undefined {
  const [first, end] = [Math.floor(fromMs / DAY_MS), Math.ceil(toMs / DAY_MS)];
  if (end - 1 <= today || end <= first) return undefined;
  const perDay = fraction(flop.numerator, flop.denominator * TERA * BigInt(end - first));
  return { from: Math.max(1, first - today), to: end - today, perDay };
}

/** What is used at the measured rate, or what is planned where that is more. */
export const largerOf = (a: Fraction, b: Fraction): Fraction => (compare(a, b) >= 0 ? a : b);
