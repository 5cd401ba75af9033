import type { CorrectionTarget, RecordColumns } from './record-columns.js';

/** Device indices are below this. */
export const DEVICES_MAX = 1024;

/** One accepted record, its canonical values; a single instance is filled again and again. */
export class CheckedRow {
  account = '';
  cluster = '';
  accelerator = '';
  node = '';
  job = '';
  count = 0;
  startMs = 0;
  endMs = 0;
  grade = 0;
  ppm = 0;
  deviceCount = 0;
  /** The first `deviceCount`, ascending. */
  readonly devices = new Uint16Array(DEVICES_MAX);
  correction: CorrectionTarget | undefined = undefined;

  /** A void carries its correction alone. */
  clearAllButCorrection(): void {
    this.account = this.cluster = this.accelerator = this.node = this.job = '';
    this.count = this.startMs = this.endMs = this.grade = this.ppm = this.deviceCount = 0;
  }
}

/** Builds the columns of a report row by row, names in order of first appearance. */
export class ColumnsBuilder {
  private length = 0;
  private readonly places = new Map<string, number>([['', 0]]);
  private readonly names: string[] = [''];
  private readonly index: Uint16Array;
  private readonly account: Uint32Array;
  private readonly cluster: Uint32Array;
  private readonly accelerator: Uint32Array;
  private readonly node: Uint32Array;
  private readonly job: Uint32Array;
  private readonly count: Uint32Array;
  private readonly startMs: Float64Array;
  private readonly endMs: Float64Array;
  private readonly grade: Uint16Array;
  private readonly ppm: Uint32Array;
  private readonly deviceStart: Uint32Array;
  private readonly devices: number[] = [];
  private readonly corrections = new Map<number, CorrectionTarget>();

  constructor(capacity: number) {
    this.index = new Uint16Array(capacity);
    this.account = new Uint32Array(capacity);
    this.cluster = new Uint32Array(capacity);
    this.accelerator = new Uint32Array(capacity);
    this.node = new Uint32Array(capacity);
    this.job = new Uint32Array(capacity);
    this.count = new Uint32Array(capacity);
    this.startMs = new Float64Array(capacity);
    this.endMs = new Float64Array(capacity);
    this.grade = new Uint16Array(capacity);
    this.ppm = new Uint32Array(capacity);
    this.deviceStart = new Uint32Array(capacity + 1);
  }

  append(index: number, row: CheckedRow): void {
    const at = this.length++;
    this.index[at] = index;
    this.account[at] = this.place(row.account);
    this.cluster[at] = this.place(row.cluster);
    this.accelerator[at] = this.place(row.accelerator);
    this.node[at] = this.place(row.node);
    this.job[at] = this.place(row.job);
    this.count[at] = row.count;
    this.startMs[at] = row.startMs;
    this.endMs[at] = row.endMs;
    this.grade[at] = row.grade;
    this.ppm[at] = row.ppm;
    for (let i = 0; i < row.deviceCount; i++) this.devices.push(row.devices[i]!);
    this.deviceStart[at + 1] = this.devices.length;
    if (row.correction !== undefined) this.corrections.set(at, row.correction);
  }

  build(): RecordColumns {
    const n = this.length;
    return {
      length: n,
      names: this.names,
      index: this.index.subarray(0, n),
      account: this.account.subarray(0, n),
      cluster: this.cluster.subarray(0, n),
      accelerator: this.accelerator.subarray(0, n),
      node: this.node.subarray(0, n),
      job: this.job.subarray(0, n),
      count: this.count.subarray(0, n),
      startMs: this.startMs.subarray(0, n),
      endMs: this.endMs.subarray(0, n),
      grade: this.grade.subarray(0, n),
      ppm: this.ppm.subarray(0, n),
      deviceStart: this.deviceStart.subarray(0, n + 1),
      devices: Uint16Array.from(this.devices),
      corrections: this.corrections,
    };
  }

  private place(name: string): number {
    const known = this.places.get(name);
    if (known !== undefined) return known;
    const place = this.names.push(name) - 1;
    this.places.set(name, place);
    return place;
  }
}
