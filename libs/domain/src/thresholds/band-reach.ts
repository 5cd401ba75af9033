import type { HourMoment, NumberComparison, ThresholdNumber } from './crossing.js';
import { type HourVector, type TripleTotal, totalsOf } from './hour-vector.js';
import { passingMinute, passingTotal } from './passing-total.js';

/** Whether a total of TFLOP has passed a number of FLOP. */
export const passes = (tflop: bigint, number: ThresholdNumber, comparison: NumberComparison): boolean =>
  tflop >= passingTotal(number, comparison).passes;

export interface Reach {
  /** Place in the vector. */
  readonly index: number;
  readonly moment: HourMoment;
}

/**
 * Where the hours from place `from` on, added up from nothing, reach a number (AT_LEAST), on the expected column; undefined: they do not. Use
 * before that place does not count, which is what asks about use since something happened need.
 */
export function reachFrom(
  { length, hours, expected }: Pick<HourVector, 'length' | 'hours' | 'expected'>,
  number: ThresholdNumber,
  from = 0,
): Reach | undefined {
  const least = passingTotal(number, 'AT_LEAST').passes;
  let total = 0n;
  for (let index = from; index < length; index += 1) {
    const before = total;
    total += expected[index]!;
    if (total >= least) return { index, moment: { hour: hours[index]!, minute: passingMinute(number, before, expected[index]!) } };
  }
  return undefined;
}

/** The three totals at the end of an hour. */
export const totalsThrough = (vector: HourVector, hour: number): TripleTotal => totalsOf(vector, Number.NEGATIVE_INFINITY, hour + 1);
