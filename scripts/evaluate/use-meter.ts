import {
  type AcceleratorPeaks,
  CURRENT_METERING_POLICY,
  HourSums,
  hourOf,
  lastHourOf,
  type MeteringPolicy,
  msInHour,
  SlotMeter,
} from '@tidemark/domain';

/** Use of accelerators of one model over a time, as a provider would report it. */
export interface ReportedUse {
  readonly peaks: AcceleratorPeaks;
  /** Whole; of parts of accelerators the accelerator-milliseconds are rounded hour by hour. */
  readonly count: number;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  /** See `grade` of the domain. */
  readonly grade: number;
  readonly ppm: number;
}

/** What the contract allows in one record; more accelerators are reported as several. */
const ACCELERATORS_MAX = 1_000_000;

/** Meters use as the ledger does, record by record and hour by hour, into vectors. */
export class UseMeter {
  private readonly slots: SlotMeter;

  constructor(policy: MeteringPolicy = CURRENT_METERING_POLICY) {
    this.slots = new SlotMeter(policy);
  }

  /** Adds to every one of the vectors. Throws where an hour's total leaves 64 bits. */
  add(use: ReportedUse, ...vectors: readonly HourSums[]): void {
    for (let left = use.count; left > 0; left -= ACCELERATORS_MAX)
      this.addRecord({ ...use, count: Math.min(left, ACCELERATORS_MAX) }, vectors);
  }

  /** Most hours of a record are whole ones, which are metered once. */
  private addRecord({ peaks, count, startMs, endMs, grade, ppm }: ReportedUse, vectors: readonly HourSums[]): void {
    this.slots.prepare(peaks, grade, ppm);
    const last = lastHourOf(endMs);
    let metered = this.meterSlot(0);
    for (let hour = hourOf(startMs); hour <= last; hour += 1) {
      const q = Math.round(count * msInHour(hour, startMs, endMs));
      if (q !== metered.q) metered = this.meterSlot(q);
      for (const vector of vectors) mustFit(vector.add(hour, metered.lower, metered.expected, metered.upper));
    }
  }

  private meterSlot(q: number): { q: number; lower: bigint; expected: bigint; upper: bigint } {
    return { q, lower: BigInt(this.slots.lower(q)), expected: BigInt(this.slots.expected(q)), upper: BigInt(this.slots.upper(q)) };
  }
}

function mustFit(refused: ReturnType<HourSums['add']>): void {
  if (refused) throw new RangeError(`${refused.code}: an hour holds more than 9.2e30 FLOP`);
}

/** The vector of one use alone. */
export function metered(meter: UseMeter, uses: readonly ReportedUse[]): HourSums {
  const vector = new HourSums();
  for (const use of uses) meter.add(use, vector);
  return vector;
}
