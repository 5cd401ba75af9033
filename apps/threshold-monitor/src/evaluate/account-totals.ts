import type { TripleTotal } from '@tidemark/domain';

/** All that an account ever used, by its number. In TFLOP, of any size. */
export class AccountTotals {
  private readonly lower: bigint[] = [];
  private readonly expected: bigint[] = [];
  private readonly upper: bigint[] = [];
  private readonly first: number[] = [];
  private readonly last: number[] = [];

  set(accountId: number, totals: TripleTotal, firstHour: number, lastHour: number): void {
    this.lower[accountId] = totals.lower;
    this.expected[accountId] = totals.expected;
    this.upper[accountId] = totals.upper;
    this.first[accountId] = firstHour;
    this.last[accountId] = lastHour;
  }

  add(accountId: number, hour: number, { lower, expected, upper }: TripleTotal): void {
    if (this.first[accountId] === undefined) {
      this.set(accountId, { lower, expected, upper }, hour, hour);
      return;
    }
    this.lower[accountId]! += lower;
    this.expected[accountId]! += expected;
    this.upper[accountId]! += upper;
    if (hour < this.first[accountId]) this.first[accountId] = hour;
    if (hour > this.last[accountId]!) this.last[accountId] = hour;
  }

  of(accountId: number): TripleTotal {
    return { lower: this.lower[accountId] ?? 0n, expected: this.expected[accountId] ?? 0n, upper: this.upper[accountId] ?? 0n };
  }

  /** Whether all of its use lies in [fromHour, toHour). True of an account without any. */
  isWithin(accountId: number, fromHour: number, toHour: number): boolean {
    const first = this.first[accountId];
    return first === undefined || (fromHour <= first && this.last[accountId]! < toHour);
  }

  /** Whether any of its use can lie in [fromHour, toHour). */
  meets(accountId: number, fromHour: number, toHour: number): boolean {
    const first = this.first[accountId];
    return first !== undefined && first < toHour && fromHour <= this.last[accountId]!;
  }

  *all(): Generator<number> {
    for (let id = 0; id < this.first.length; id++) if (this.first[id] !== undefined) yield id;
  }
}
