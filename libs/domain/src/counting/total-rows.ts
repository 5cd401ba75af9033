/**
 * Sums per (series, hour), where a series is account x compute cluster x accelerator: what one transaction adds to the ledger, and what
 * the sums rest on.
 */
import { BASIS_LIMIT, MIXED_BASIS } from '../metering/posting-basis.js';
import { ExactSums } from './exact-sums.js';
import { type RowPart, RowParts } from './row-parts.js';

export interface Series {
  providerId: number;
  accountId: number;
  clusterId: number;
  acceleratorId: number;
}

export const COLUMNS = 4;
/** In `rowBasis`: nothing was added yet; more than one basis was. */
const NO_BASIS = 0;
const MIXED = 255;

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
  private readonly sums = new ExactSums(1_024 * COLUMNS);
  /** The one basis of nearly every row. The parts of a row of several stand in `parts`, all of them. */
  private rowBasis = new Uint8Array(1_024);
  private readonly parts = new RowParts(BASIS_LIMIT);

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

  /** Adds one record's slot: whole numbers, at most 2^52; `basis` by `postingBasis`. Answers the row. */
  add(series: number, hour: number, acceleratorMs: number, lower: number, expected: number, upper: number, basis: number): number {
    const row = this.lastHour[series] === hour ? this.lastRow[series]! : this.rowOf(series, hour);
    if (this.rowBasis[row] !== basis && this.isMixedBy(row, basis)) this.parts.add(row, basis, acceleratorMs, expected);
    const at = row * COLUMNS;
    this.sums.add(at, acceleratorMs);
    this.sums.add(at + 1, lower);
    this.sums.add(at + 2, expected);
    this.sums.add(at + 3, upper);
    return row;
  }

  /** Adds a difference of any size and sign. Answers the row. */
  addExact(series: number, hour: number, acceleratorMs: bigint, lower: bigint, expected: bigint, upper: bigint, basis: number): number {
    const row = this.rowOf(series, hour);
    if (this.rowBasis[row] !== basis && this.isMixedBy(row, basis)) this.parts.addExact(row, basis, acceleratorMs, expected);
    for (const [i, value] of [acceleratorMs, lower, expected, upper].entries()) this.sums.addExact(row * COLUMNS + i, value);
    return row;
  }

  /** Column 0: accelerator-ms, 1: lower, 2: expected, 3: upper. A bigint only where a number would not be exact. */
  value(row: number, column: number): number | bigint {
    return this.sums.value(row * COLUMNS + column);
  }

  /** The one basis that the row rests on; MIXED_BASIS where `basisParts` says more. */
  basis(row: number): number {
    if (this.rowBasis[row] !== MIXED) return this.rowBasis[row]!;
    const parts = this.parts.of(row);
    return parts.length === 1 ? parts[0]!.code : MIXED_BASIS;
  }

  /** What a row of several bases is made of: the parts sum to its accelerator-milliseconds and its expected total. Empty for one basis. */
  basisParts(row: number): readonly RowPart[] {
    const parts = this.parts.of(row);
    return parts.length === 1 ? [] : parts;
  }

  /** Rows whose totals stay what they are but rest on something else now: a correction of the evidence alone. In no order. */
  shiftedRows(): number[] {
    return [...this.parts.rows()].filter((row) => this.isNothing(row) && this.parts.of(row).length > 0);
  }

  /** Rows that change something, in the order of account, cluster, accelerator, hour: neighbours in the table are written together. */
  sortedRows(): number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.length; row++) if (!this.isNothing(row)) rows.push(row);
    return this.sorted(rows);
  }

  /** Puts rows into the order of `sortedRows`, in place. */
  sorted(rows: number[]): number[] {
    const { series, rowSeries, rowHour } = this;
    return rows.sort((a, b) => {
      const x = series[rowSeries[a]!]!;
      const y = series[rowSeries[b]!]!;
      return x.accountId - y.accountId || x.clusterId - y.clusterId || x.acceleratorId - y.acceleratorId || rowHour[a]! - rowHour[b]!;
    });
  }

  isNothing(row: number): boolean {
    return this.sums.areZero(row * COLUMNS, COLUMNS);
  }

  /** Called before an amount of another basis than the row has is added: whether it makes or finds the row mixed. */
  private isMixedBy(row: number, basis: number): boolean {
    const before = this.rowBasis[row]!;
    if (before === NO_BASIS) {
      this.rowBasis[row] = basis;
      return false;
    }
    if (before !== MIXED) {
      this.parts.addExact(row, before, BigInt(this.value(row, 0)), BigInt(this.value(row, 2)));
      this.rowBasis[row] = MIXED;
    }
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

  private grow(): void {
    const capacity = this.length * 2;
    const rowSeries = new Int32Array(capacity);
    const rowHour = new Int32Array(capacity);
    const rowBasis = new Uint8Array(capacity);
    rowSeries.set(this.rowSeries);
    rowHour.set(this.rowHour);
    rowBasis.set(this.rowBasis);
    this.rowSeries = rowSeries;
    this.rowHour = rowHour;
    this.rowBasis = rowBasis;
    this.sums.reserve(capacity * COLUMNS);
  }
}
