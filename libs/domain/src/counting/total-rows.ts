/**
 * Sums per (series, hour), where a series is account x compute cluster x accelerator: what one transaction adds to the ledger.
 *
 * Kept in columns of doubles, exact because a sum that could leave 2^53 moves into a bigint beside them.
 */
export interface Series {
  providerId: number;
  accountId: number;
  clusterId: number;
  acceleratorId: number;
}

/** One value is below 2^52 by metering's own limits (1e6 accelerators, an hour, 1e9 GFLOP/s), so a sum that starts below 2^52 stays exact. */
const SPILL_ABOVE = 2 ** 52;
export const COLUMNS = 4;

export class TotalRows {
  readonly series: Series[] = [];
  /** By cluster and accelerator, then by account. */
  private readonly seriesByKey = new Map<string, Map<number, number>>();
  private readonly rowsByHour: Map<number, number>[] = [];
  private lastHour: number[] = [];
  private lastRow: number[] = [];

  length = 0;
  rowSeries = new Int32Array(1_024);
  rowHour = new Int32Array(1_024);
  /** accelerator-ms, lower, expected, upper of each row, one after another. */
  private values = new Float64Array(1_024 * COLUMNS);
  private readonly spilled = new Map<number, bigint>();

  seriesOf(providerId: number, accountId: number, clusterId: number, acceleratorId: number): number {
    const key = `${clusterId}/${acceleratorId}`;
    let byAccount = this.seriesByKey.get(key);
    if (!byAccount) this.seriesByKey.set(key, (byAccount = new Map()));
    let series = byAccount.get(accountId);
    if (series === undefined) {
      series = this.series.length;
      this.series.push({ providerId, accountId, clusterId, acceleratorId });
      byAccount.set(accountId, series);
      this.rowsByHour.push(new Map());
      this.lastHour.push(-1);
      this.lastRow.push(-1);
    }
    return series;
  }

  /** Adds one record's slot. Whole numbers. */
  add(series: number, hour: number, acceleratorMs: number, lower: number, expected: number, upper: number): number {
    const row = this.lastHour[series] === hour ? this.lastRow[series]! : this.rowOf(series, hour);
    const values = this.values;
    const at = row * COLUMNS;
    if ((values[at] = values[at]! + acceleratorMs) > SPILL_ABOVE) this.spill(at);
    if ((values[at + 1] = values[at + 1]! + lower) > SPILL_ABOVE) this.spill(at + 1);
    if ((values[at + 2] = values[at + 2]! + expected) > SPILL_ABOVE) this.spill(at + 2);
    if ((values[at + 3] = values[at + 3]! + upper) > SPILL_ABOVE) this.spill(at + 3);
    return row;
  }

  /** Adds a difference of any size and sign. */
  addExact(series: number, hour: number, acceleratorMs: bigint, lower: bigint, expected: bigint, upper: bigint): void {
    const at = this.rowOf(series, hour) * COLUMNS;
    [acceleratorMs, lower, expected, upper].forEach((value, i) => {
      if (value !== 0n) this.spilled.set(at + i, (this.spilled.get(at + i) ?? 0n) + value);
    });
  }

  /** Column 0: accelerator-ms, 1: lower, 2: expected, 3: upper. A bigint only where a number would not be exact. */
  value(row: number, column: number): number | bigint {
    const at = row * COLUMNS + column;
    const beside = this.spilled.get(at);
    if (beside === undefined) return this.values[at]!;
    const sum = beside + BigInt(this.values[at]!);
    return sum >= -9_007_199_254_740_991n && sum <= 9_007_199_254_740_991n ? Number(sum) : sum;
  }

  /** Rows that change something, in the order of account, cluster, accelerator, hour: neighbours in the table are written together. */
  sortedRows(): number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.length; row++) if (!this.isNothing(row)) rows.push(row);
    const { series, rowSeries, rowHour } = this;
    return rows.sort((a, b) => {
      const x = series[rowSeries[a]!]!;
      const y = series[rowSeries[b]!]!;
      return x.accountId - y.accountId || x.clusterId - y.clusterId || x.acceleratorId - y.acceleratorId || rowHour[a]! - rowHour[b]!;
    });
  }

  private isNothing(row: number): boolean {
    for (let column = 0; column < COLUMNS; column++) if (this.value(row, column) !== 0) return false;
    return true;
  }

  private rowOf(series: number, hour: number): number {
    const rows = this.rowsByHour[series]!;
    let row = rows.get(hour);
    if (row === undefined) {
      row = this.length++;
      if (row === this.rowSeries.length) this.grow();
      this.rowSeries[row] = series;
      this.rowHour[row] = hour;
      rows.set(hour, row);
    }
    this.lastHour[series] = hour;
    this.lastRow[series] = row;
    return row;
  }

  private spill(at: number): void {
    this.spilled.set(at, (this.spilled.get(at) ?? 0n) + BigInt(this.values[at]!));
    this.values[at] = 0;
  }

  private grow(): void {
    const rowSeries = new Int32Array(this.length * 2);
    const rowHour = new Int32Array(this.length * 2);
    const values = new Float64Array(this.length * 2 * COLUMNS);
    rowSeries.set(this.rowSeries);
    rowHour.set(this.rowHour);
    values.set(this.values);
    this.rowSeries = rowSeries;
    this.rowHour = rowHour;
    this.values = values;
  }
}
