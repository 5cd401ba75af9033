/** What one operation on doubles above zero can be off by, relative. */
export const ROUNDING = 2 ** -53;
const SWEEPS_MAX = 5_000;
const SETTLED = 1e-15;
/** Slack for the proof of an upper bound, as a part of what flows in: the narrowest that proves it is taken. */
const SLACKS = [1e-11, 1e-8, 1e-5, 1e-2];

/** A share that one member, by its place, holds directly in another. */
export interface CircleShare {
  readonly owner: number;
  readonly owned: number;
  readonly share: number;
}

/** Bounds of the solution of n = b + A n for persons who own each other, `b` between two bounds itself. */
export class OwnershipCircle {
  private readonly rows: { owned: number[]; shares: number[] }[];
  private readonly terms: number;

  constructor(size: number, shares: readonly CircleShare[]) {
    this.rows = Array.from({ length: size }, () => ({ owned: [], shares: [] }));
    for (const { owner, owned, share } of shares) {
      this.rows[owner]!.owned.push(owned);
      this.rows[owner]!.shares.push(share);
    }
    // One conversion from an exact share, one product and one sum a term.
    this.terms = 3 * Math.max(...this.rows.map(({ owned }) => owned.length)) + 3;
  }

  /** Summing until it settles never comes above the solution but for what was rounded on the way. */
  lower(inflow: readonly number[]): number[] {
    const { sum, sweeps } = this.summed(inflow);
    const off = 1 - sweeps * this.terms * ROUNDING;
    return sum.map((value) => Math.max(0, value * off));
  }

  /**
   * Whatever is nowhere below what it gives itself is nowhere below the least solution. A little more inflow everywhere makes room for
   * rounding; infinite where even much room is not enough.
   */
  upper(inflow: readonly number[]): number[] {
    const most = Math.max(...inflow);
    if (most === 0) return inflow.map(() => 0);
    for (const slack of SLACKS) {
      const { sum } = this.summed(inflow.map((value) => value + slack * most));
      if (this.isAbove(sum, inflow)) return sum;
    }
    return inflow.map(() => Number.POSITIVE_INFINITY);
  }

  private isAbove(candidate: readonly number[], inflow: readonly number[]): boolean {
    const off = 1 + this.terms * ROUNDING;
    return candidate.every((value, place) => this.given(candidate, inflow, place) * off <= value);
  }

  private summed(inflow: readonly number[]): { sum: number[]; sweeps: number } {
    const sum = inflow.map(() => 0);
    for (let sweeps = 1; ; sweeps += 1) {
      let change = 0;
      for (let place = 0; place < sum.length; place += 1) {
        const value = this.given(sum, inflow, place);
        if (value > 0) change = Math.max(change, (value - sum[place]!) / value);
        sum[place] = value;
      }
      if (change <= SETTLED || sweeps === SWEEPS_MAX) return { sum, sweeps };
    }
  }

  private given(values: readonly number[], inflow: readonly number[], place: number): number {
    const { owned, shares } = this.rows[place]!;
    let given = inflow[place]!;
    for (let index = 0; index < owned.length; index += 1) given += shares[index]! * values[owned[index]!]!;
    return given;
  }
}
