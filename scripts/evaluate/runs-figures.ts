import { Evidence, grade, NumberFormat, type Scope, totalsOf, UtilisationKind, Workload } from '@tidemark/domain';
import { flopOfTflop, ratioOf } from './flop-text.js';
import { AS_IF_BEGUN_MS, flagsOf, type JudgedNumber, momentMs, momentsAt, NUMBERS, type TierMoments } from './number-flags.js';
import type { PublishedRun, ToldUtilisation } from './runs-data.js';
import { metered, type ReportedUse, type UseMeter } from './use-meter.js';

export interface RunFigures {
  readonly run: PublishedRun;
  /** FLOP, from chips and hours alone. */
  readonly lower: bigint;
  readonly expected: bigint;
  readonly upper: bigint;
  /** Whether the published FLOP can have come from the chip-hours at all; else it includes what was computed before. */
  readonly isPossible: boolean;
  readonly isWithinBounds: boolean;
  /** expected / published. */
  readonly ratio: number;
  /** The same with the utilisation that the table tells, where it does. */
  readonly ratioTold?: number | undefined;
  /** The totals if what the table tells had been measured by the provider; where it tells a utilisation. */
  readonly measured?: MeasuredFigures | undefined;
  readonly flags: readonly NumberFlags[];
}

export interface MeasuredFigures {
  readonly lower: bigint;
  readonly expected: bigint;
  readonly upper: bigint;
  readonly isWithinBounds: boolean;
  /** Numbers at which the run would be CERTAIN. */
  readonly certainAt: readonly string[];
}

/** What a run raises at one number. */
export interface NumberFlags {
  readonly number: string;
  readonly isPassed: boolean;
  readonly moments: TierMoments;
  /** How far beyond the number the published FLOP was when expected crossed, as a share of the number; below zero: short of it. */
  readonly overshoot?: number | undefined;
  /** How much of the run was done then. */
  readonly shareDone?: number | undefined;
}

const SCOPE: Scope = { kind: 'account', provider: 'evaluation', id: 'run' };

/** Chips and hours, and nothing else: what a bill says. */
const UNTOLD: ToldUtilisation = { kind: UtilisationKind.NONE, ppm: 0, format: NumberFormat.UNSPECIFIED };

/** Feeds a run through metering and judges it by every rule. */
export function figuresOf(run: PublishedRun, meter: UseMeter): RunFigures {
  const vector = metered(meter, usesOf(run, UNTOLD));
  const { lower, expected, upper } = flopTotals(vector);
  const told = run.told && flopTotals(metered(meter, usesOf(run, run.told)));
  const flags = flagsOf(SCOPE, vector);
  return {
    run,
    lower,
    expected,
    upper,
    isPossible: run.published <= run.ceiling,
    isWithinBounds: lower <= run.published && run.published <= upper,
    ratio: ratioOf(expected, run.published),
    ratioTold: told && ratioOf(told.expected, run.published),
    measured: measuredFigures(run, meter),
    flags: NUMBERS.map((number) => flagsAt(number, run, momentsAt(number, flags))),
  };
}

/** A utilisation that its provider measured bounds the totals on both sides. What was published is taken for the measured value. */
function measuredFigures(run: PublishedRun, meter: UseMeter): MeasuredFigures | undefined {
  if (run.told === undefined) return undefined;
  const measured = { ...run.told, kind: UtilisationKind.OFU };
  const vector = metered(meter, usesOf(run, measured, Evidence.TELEMETRY));
  const totals = flopTotals(vector);
  const flags = flagsOf(SCOPE, vector);
  const certain = NUMBERS.filter((number) => momentsAt(number, flags).CERTAIN !== undefined);
  return {
    ...totals,
    isWithinBounds: totals.lower <= run.published && run.published <= totals.upper,
    certainAt: certain.map(({ printed }) => printed),
  };
}

function usesOf(
  { hardware, durationMs }: PublishedRun,
  { kind, ppm, format }: ToldUtilisation,
  evidence: number = Evidence.DECLARED,
): ReportedUse[] {
  const graded = grade(kind, format, evidence, Workload.TRAINING, Evidence.DECLARED);
  return hardware.map(({ entry, count }) => ({
    peaks: entry.peaksGflops,
    count,
    startMs: AS_IF_BEGUN_MS,
    endMs: AS_IF_BEGUN_MS + durationMs,
    grade: graded,
    ppm,
  }));
}

function flopTotals(vector: Parameters<typeof totalsOf>[0]): Record<'lower' | 'expected' | 'upper', bigint> {
  const { lower, expected, upper } = totalsOf(vector);
  return { lower: flopOfTflop(lower), expected: flopOfTflop(expected), upper: flopOfTflop(upper) };
}

/** A run is taken to work evenly, so that the published FLOP at the flag is its share of the time. */
function flagsAt({ printed, flop }: JudgedNumber, { published, durationMs }: PublishedRun, moments: TierMoments): NumberFlags {
  const own = { number: printed, isPassed: published > flop, moments };
  if (moments.PROBABLE === undefined) return own;
  const shareDone = Math.min(1, (momentMs(moments.PROBABLE) - AS_IF_BEGUN_MS) / durationMs);
  return { ...own, shareDone, ...(own.isPassed && { overshoot: ratioOf(published, flop) * shareDone - 1 }) };
}
