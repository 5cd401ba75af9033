import { ExactSums } from './exact-sums.js';

/** One part of a row: how much of its accelerator-milliseconds and of its expected total (TFLOP) has this code. Signed. */
export interface RowPart {
  readonly code: number;
  readonly acceleratorMs: number | bigint;
  readonly expected: number | bigint;
}

const COLUMNS = 2;
const NO_PARTS: readonly RowPart[] = [];

/** Shares of some rows of `TotalRows` by a small code: what they rest on. Rows of which nothing was said take no room. */
export class RowParts {
  private readonly places = new Map<number, number>();
  private readonly sums = new ExactSums(0);
  /** Records of one row often follow each other. */
  private lastRow = -1;
  private lastPlace = -1;

  /** Codes are 0 to `codes` - 1. */
  constructor(private readonly codes: number) {}

  /** Rows of which anything was said. */
  rows(): Iterable<number> {
    return this.places.keys();
  }

  /** Whole numbers, not negative. */
  add(row: number, code: number, acceleratorMs: number, expected: number): void {
    const at = this.at(row, code);
    this.sums.add(at, acceleratorMs);
    this.sums.add(at + 1, expected);
  }

  /** A difference of any size and sign. */
  addExact(row: number, code: number, acceleratorMs: bigint, expected: bigint): void {
    const at = this.at(row, code);
    this.sums.addExact(at, acceleratorMs);
    this.sums.addExact(at + 1, expected);
  }

  /** The parts of a row that are not nothing, in the order of their codes. */
  of(row: number): readonly RowPart[] {
    const place = this.places.get(row);
    if (place === undefined) return NO_PARTS;
    const parts: RowPart[] = [];
    for (let code = 0; code < this.codes; code++) {
      const at = (place * this.codes + code) * COLUMNS;
      if (!this.sums.areZero(at, COLUMNS)) parts.push({ code, acceleratorMs: this.sums.value(at), expected: this.sums.value(at + 1) });
    }
    return parts;
  }

  private at(row: number, code: number): number {
    if (row !== this.lastRow) {
      this.lastRow = row;
      this.lastPlace = this.placeOf(row);
    }
    return (this.lastPlace * this.codes + code) * COLUMNS;
  }

  private placeOf(row: number): number {
    let place = this.places.get(row);
    if (place === undefined) {
      place = this.places.size;
      this.places.set(row, place);
      this.sums.reserve((place + 1) * this.codes * COLUMNS);
    }
    return place;
  }
}
