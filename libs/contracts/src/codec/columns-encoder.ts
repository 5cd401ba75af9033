import type { RecordColumns } from '@tidemark/domain';
import { varintSize, WireWriter } from './wire-writer.js';

/** Field numbers of RecordColumns (proto/tidemark/usage/v1/envelope.proto). */
export const COLUMN = {
  length: 1,
  names: 2,
  index: 3,
  account: 4,
  cluster: 5,
  accelerator: 6,
  node: 7,
  job: 8,
  count: 9,
  startDeltaMs: 10,
  durationMs: 11,
  grade: 12,
  utilisationPpm: 13,
  deviceCount: 14,
  devices: 15,
  corrections: 16,
} as const;

/** Largest difference of two starts that zigzag keeps exact. Times are below the year 9999, far from it. */
const DELTA_MAX = 2 ** 51;

const writer = new WireWriter();
const rowWriter = new WireWriter();

/**
 * The canonical bytes of columns: equal content gives equal bytes, and the content hash is over them. The dictionary is
 * rewritten in order of first appearance. Columns without records are no bytes at all.
 */
export function encodeColumns(columns: RecordColumns): Uint8Array {
  const n = columns.length;
  if (n === 0) return new Uint8Array(0);
  const places = new Dictionary(columns);
  writer.start();
  writer.uint(COLUMN.length, n);
  for (const name of places.names) writer.entry(COLUMN.names, name);
  if (!isCounting(columns.index, n)) packed(COLUMN.index, n, columns.index);
  packed(COLUMN.account, n, places.account);
  packed(COLUMN.cluster, n, places.cluster);
  packed(COLUMN.accelerator, n, places.accelerator);
  packed(COLUMN.node, n, places.node);
  packed(COLUMN.job, n, places.job);
  packed(COLUMN.count, n, columns.count);
  packed(COLUMN.startDeltaMs, n, startDeltas(columns));
  packed(COLUMN.durationMs, n, durations(columns));
  packed(COLUMN.grade, n, columns.grade);
  packed(COLUMN.utilisationPpm, n, columns.ppm);
  packed(COLUMN.deviceCount, n, deviceCounts(columns));
  packed(COLUMN.devices, columns.deviceStart[n]!, columns.devices, true);
  encodeCorrections(columns);
  return writer.finish();
}

function encodeCorrections(columns: RecordColumns): void {
  if (columns.corrections.size === 0) return;
  for (const [row, target] of [...columns.corrections].sort(([a], [b]) => a - b)) {
    rowWriter.start();
    rowWriter.uint(1, row);
    rowWriter.uint(2, target.epoch);
    rowWriter.uint64(3, target.sequence);
    rowWriter.uint(4, target.index);
    rowWriter.uint(5, target.void ? 1 : 0);
    writer.message(COLUMN.corrections, rowWriter.finish());
  }
}

/** The five columns of names, over a dictionary in order of first appearance without repeats. */
class Dictionary {
  readonly names = [''];
  readonly account: Uint32Array;
  readonly cluster: Uint32Array;
  readonly accelerator: Uint32Array;
  readonly node: Uint32Array;
  readonly job: Uint32Array;
  private readonly placeOf = new Map<string, number>([['', 0]]);
  private readonly moved: Int32Array;

  constructor(private readonly columns: RecordColumns) {
    const n = columns.length;
    this.moved = new Int32Array(columns.names.length).fill(-1);
    this.account = new Uint32Array(n);
    this.cluster = new Uint32Array(n);
    this.accelerator = new Uint32Array(n);
    this.node = new Uint32Array(n);
    this.job = new Uint32Array(n);
    for (let i = 0; i < n; i++) {
      this.account[i] = this.move(columns.account[i]!);
      this.cluster[i] = this.move(columns.cluster[i]!);
      this.accelerator[i] = this.move(columns.accelerator[i]!);
      this.node[i] = this.move(columns.node[i]!);
      this.job[i] = this.move(columns.job[i]!);
    }
  }

  private move(place: number): number {
    const moved = this.moved[place];
    if (moved === undefined) throw new RangeError(`place ${place} is outside of the dictionary`);
    return moved >= 0 ? moved : this.enter(place);
  }

  private enter(place: number): number {
    const name = this.columns.names[place]!;
    const known = this.placeOf.get(name) ?? this.names.push(name) - 1;
    this.placeOf.set(name, known);
    this.moved[place] = known;
    return known;
  }
}

/** A packed column, left out when all its entries are 0 (unless it is a list, whose zeros count). */
function packed(field: number, n: number, values: ArrayLike<number>, isList = false): void {
  let size = 0;
  let any = 0;
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    size += value < 128 ? 1 : varintSize(value);
    any ||= value;
  }
  if (n === 0 || (any === 0 && !isList)) return;
  writer.header(field, size);
  for (let i = 0; i < n; i++) writer.varint(values[i]!);
}

function isCounting(index: Uint16Array, n: number): boolean {
  for (let i = 0; i < n; i++) if (index[i] !== i) return false;
  return true;
}

function startDeltas({ length, startMs }: RecordColumns): Float64Array {
  const deltas = new Float64Array(length);
  let before = 0;
  for (let i = 0; i < length; i++) {
    const delta = startMs[i]! - before;
    if (!(Math.abs(delta) < DELTA_MAX) || !Number.isInteger(delta)) throw new RangeError(`start ${startMs[i]} cannot be encoded`);
    deltas[i] = delta >= 0 ? 2 * delta : -2 * delta - 1;
    before = startMs[i]!;
  }
  return deltas;
}

function durations({ length, startMs, endMs }: RecordColumns): Float64Array {
  const durations = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const duration = endMs[i]! - startMs[i]!;
    if (!(duration >= 0 && duration <= 0xffffffff)) throw new RangeError(`duration ${duration} cannot be encoded`);
    durations[i] = duration;
  }
  return durations;
}

function deviceCounts({ length, deviceStart }: RecordColumns): Uint32Array {
  const counts = new Uint32Array(length);
  for (let i = 0; i < length; i++) counts[i] = deviceStart[i + 1]! - deviceStart[i]!;
  return counts;
}
