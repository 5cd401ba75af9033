/** What one transaction adds to the vectors: sums by (account, compute cluster, accelerator, hour), in columns that grow. */

/** Amounts of a row, in this order. The first four are the posting's own; the rest are parts of `expected`. */
export const AMOUNTS = [
  'accelerator_ms',
  'lower',
  'expected',
  'upper',
  'of_declared',
  'of_billed',
  'of_telemetry',
  'of_attested',
  'on_prior',
  'labelled_declared',
  'labelled_billed',
  'labelled_telemetry',
  'labelled_attested',
] as const;
export type Amount = (typeof AMOUNTS)[number];

const WIDTH = AMOUNTS.length;
export const AT = Object.fromEntries(AMOUNTS.map((name, i) => [name, i])) as Record<Amount, number>;

export interface Series {
  readonly accountId: number;
  readonly clusterId: number;
  readonly acceleratorId: number;
  readonly providerId: number;
}

export class PostedRows {
  readonly series: Series[] = [];
  private readonly seriesByKey = new Map<string, number>();
  private readonly rowsByHour: Map<number, number>[] = [];
  length = 0;
  rowSeries = new Int32Array(1_024);
  rowHour = new Int32Array(1_024);
  private amounts = new BigInt64Array(1_024 * WIDTH);

  seriesOf(one: Series): number {
    const key = `${one.accountId}/${one.clusterId}/${one.acceleratorId}`;
    let series = this.seriesByKey.get(key);
    if (series === undefined) {
      series = this.series.push(one) - 1;
      this.seriesByKey.set(key, series);
      this.rowsByHour.push(new Map());
    }
    return series;
  }

  rowOf(series: number, hour: number): number {
    const rows = this.rowsByHour[series]!;
    let row = rows.get(hour);
    if (row === undefined) {
      row = this.length++;
      if (row === this.rowSeries.length) this.grow();
      this.rowSeries[row] = series;
      this.rowHour[row] = hour;
      rows.set(hour, row);
    }
    return row;
  }

  /** Amounts of one ledger are in 64 bits, and so are differences of them: one transaction cannot leave them. */
  add(row: number, amount: number, value: bigint): void {
    const at = row * WIDTH + amount;
    this.amounts[at] = BigInt.asIntN(64, this.amounts[at]! + value);
  }

  amount(row: number, amount: number): bigint {
    return this.amounts[row * WIDTH + amount]!;
  }

  column(amount: number): BigInt64Array {
    const column = new BigInt64Array(this.length);
    for (let row = 0; row < this.length; row++) column[row] = this.amounts[row * WIDTH + amount]!;
    return column;
  }

  /** Rows in the order of the table's key: neighbours are written together, and two transactions never meet in another order. */
  sorted(): number[] {
    const { series, rowSeries, rowHour } = this;
    return Array.from({ length: this.length }, (_, row) => row).sort((a, b) => {
      const x = series[rowSeries[a]!]!;
      const y = series[rowSeries[b]!]!;
      return x.accountId - y.accountId || x.clusterId - y.clusterId || x.acceleratorId - y.acceleratorId || rowHour[a]! - rowHour[b]!;
    });
  }

  private grow(): void {
    const twice = <A extends Int32Array | BigInt64Array>(larger: A, column: A): A => {
      larger.set(column as never);
      return larger;
    };
    this.rowSeries = twice(new Int32Array(this.rowSeries.length * 2), this.rowSeries);
    this.rowHour = twice(new Int32Array(this.rowHour.length * 2), this.rowHour);
    this.amounts = twice(new BigInt64Array(this.amounts.length * 2), this.amounts);
  }
}
