import type { CorrectionTarget, RecordColumns } from '@tidemark/domain';
import { MalformedEnvelope } from './malformed.js';
import { WireReader } from './wire-reader.js';

/** What is wrong with column bytes. */
export const malformedColumns = (reason: string) => new MalformedEnvelope(`columns: ${reason}`);
const NO_BYTES = Buffer.alloc(0);

/** Decoded columns. When they are reused, their arrays may be longer than `length`: only the first `length` entries count. */
export class DecodedColumns implements RecordColumns {
  length = 0;
  index!: Uint16Array;
  account!: Uint32Array;
  cluster!: Uint32Array;
  accelerator!: Uint32Array;
  node!: Uint32Array;
  job!: Uint32Array;
  count!: Uint32Array;
  startMs!: Float64Array;
  endMs!: Float64Array;
  grade!: Uint16Array;
  ppm!: Uint32Array;
  deviceStart!: Uint32Array;
  devices = new Uint16Array(0);
  corrections = new Map<number, CorrectionTarget>();
  /** The bytes of all `names` entries, tags included: equal bytes mean an equal dictionary. A view of the message. */
  namesBytes: Buffer = NO_BYTES;
  /** Entries of the dictionary. */
  nameCount = 0;
  private decodedNames: string[] | undefined;

  constructor(capacity: number) {
    this.allocate(capacity);
  }

  /** The dictionary, decoded when first asked for. Throws MalformedEnvelope when it is not UTF-8. */
  get names(): string[] {
    this.decodedNames ??= this.nameCount === 0 ? [''] : decodeNames(this.namesBytes, this.nameCount);
    return this.decodedNames;
  }

  /** Makes room for `length` records and forgets what was decoded before. */
  restart(length: number): void {
    if (this.index.length < length) this.allocate(length);
    this.length = length;
    this.decodedNames = undefined;
    if (this.corrections.size > 0) this.corrections = new Map();
  }

  private allocate(capacity: number): void {
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
}

function decodeNames(bytes: Buffer, count: number): string[] {
  const reader = new WireReader(bytes, malformedColumns);
  const names = new Array<string>(count);
  for (let i = 0; i < count; i++) {
    reader.position++;
    names[i] = reader.text();
  }
  return names;
}
