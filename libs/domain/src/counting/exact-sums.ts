/**
 * Numbered sums of whole numbers, kept as doubles and exact all the same: a sum that could leave 2^53 moves into a bigint beside them.
 */

/** One value is at most 2^52 by metering's own limits (1e6 accelerators, an hour, 1e9 GFLOP/s), so a sum that starts below 2^52 stays exact. */
const SPILL_ABOVE = 2 ** 52;

export class ExactSums {
  private values: Float64Array;
  private readonly spilled = new Map<number, bigint>();

  constructor(capacity: number) {
    this.values = new Float64Array(capacity);
  }

  /** Makes room for sums 0 to `count` - 1. */
  reserve(count: number): void {
    if (count <= this.values.length) return;
    const larger = new Float64Array(Math.max(count, 2 * this.values.length));
    larger.set(this.values);
    this.values = larger;
  }

  /** `value` is whole, not negative, and at most 2^52. */
  add(at: number, value: number): void {
    if ((this.values[at] = this.values[at]! + value) > SPILL_ABOVE) this.spill(at);
  }

  /** Adds a difference of any size and sign. */
  addExact(at: number, value: bigint): void {
    if (value !== 0n) this.spilled.set(at, (this.spilled.get(at) ?? 0n) + value);
  }

  /** A bigint only where a number would not be exact. */
  value(at: number): number | bigint {
    const beside = this.spilled.get(at);
    if (beside === undefined) return this.values[at]!;
    const sum = beside + BigInt(this.values[at]!);
    return sum >= -9_007_199_254_740_991n && sum <= 9_007_199_254_740_991n ? Number(sum) : sum;
  }

  /** Whether `count` sums from `first` on are all 0. */
  areZero(first: number, count: number): boolean {
    for (let at = first; at < first + count; at++) if (this.value(at) !== 0) return false;
    return true;
  }

  private spill(at: number): void {
    this.addExact(at, BigInt(this.values[at]!));
    this.values[at] = 0;
  }
}
