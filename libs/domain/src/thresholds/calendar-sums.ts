import { HOUR_MS } from '../metering/hour-slots.js';
import { type HourVector, indexFrom, type TripleTotal, totalsOf } from './hour-vector.js';

/** Totals over the hours [fromHour, toHour). */
export interface PeriodSum extends TripleTotal {
  readonly fromHour: number;
  readonly toHour: number;
}

/** Finds the period that an hour falls in. */
export type Periods = (hour: number) => { readonly fromHour: number; readonly toHour: number };

export const byHour: Periods = (hour) => ({ fromHour: hour, toHour: hour + 1 });

/** UTC days. */
export const byDay: Periods = (hour) => {
  const fromHour = Math.floor(hour / 24) * 24;
  return { fromHour, toHour: fromHour + 24 };
};

/** Calendar months, UTC. */
export const byMonth: Periods = (hour) => {
  const date = new Date(hour * HOUR_MS);
  const startOf = (month: number): number => Date.UTC(date.getUTCFullYear(), month, 1) / HOUR_MS;
  return { fromHour: startOf(date.getUTCMonth()), toHour: startOf(date.getUTCMonth() + 1) };
};

/** The sums of each period with any use among the hours [fromHour, toHour), in order. Periods at the edges hold what lies inside. */
export function sumsBy(periods: Periods, vector: HourVector, fromHour = -Infinity, toHour = Infinity): PeriodSum[] {
  const sums: PeriodSum[] = [];
  const end = indexFrom(vector, toHour);
  for (let i = indexFrom(vector, fromHour); i < end; ) {
    const period = periods(vector.hours[i]!);
    const to = Math.min(period.toHour, toHour);
    sums.push({ ...period, ...totalsOf(vector, vector.hours[i]!, to) });
    i = indexFrom(vector, to);
  }
  return sums;
}
