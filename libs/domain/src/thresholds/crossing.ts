import type { TripleTotal } from './hour-vector.js';

/** A point of usage time to the minute. */
export interface HourMoment {
  /** Hours since 1970-01-01T00:00Z. */
  readonly hour: number;
  /** Within the hour, 0 to 59. */
  readonly minute: number;
}

/** What a cumulative total is compared with, exactly: numerator/denominator FLOP (1e25/3 too). */
export interface ThresholdNumber {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** GREATER: a total equal to the number has not passed it. AT_LEAST: it has. */
export type NumberComparison = 'GREATER' | 'AT_LEAST';

/** What a scan needs of a rule. */
export interface CrossingTerms {
  readonly number: ThresholdNumber;
  readonly comparison: NumberComparison;
  /** Hours (h - window, h] are summed; undefined: all time. */
  readonly windowHours?: number | undefined;
  /** Crossings before it stand at it if they still hold then. */
  readonly fromMs?: number | undefined;
  /** No new crossing from here on. */
  readonly toMs?: number | undefined;
}

export interface Crossing {
  /** 1, 2, ...: above 1 only for windows. */
  readonly n: number;
  readonly moment: HourMoment;
  readonly atEntryIntoForce: boolean;
  /** All three cumulative totals at the end of the moment's hour. */
  readonly totals: TripleTotal;
}
