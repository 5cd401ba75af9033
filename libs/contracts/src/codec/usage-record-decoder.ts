import { DEVICES_MAX, RecordFields } from '@tidemark/domain';
import { LENGTH_DELIMITED, VARINT, WireReader } from './wire-reader.js';

/** Wire type of each field of UsageRecord; devices (8) come packed or one by one. */
const DEVICES = 8;
const L = LENGTH_DELIMITED;
const V = VARINT;
const WIRE_TYPES = [-1, L, L, L, V, V, V, L, -1, L, V, V, V, L, L, V];

/** Decodes the records of one report; remembers the last text of each field, because neighbours repeat. */
export class RecordDecoder {
  private readonly reader: WireReader;
  private readonly lastStart = new Int32Array(16).fill(-1);
  private readonly lastLength = new Int32Array(16);
  private readonly lastText = new Array<string>(16).fill('');

  constructor(
    private readonly bytes: Buffer,
    malformed: (reason: string) => Error,
  ) {
    this.reader = new WireReader(bytes, malformed, 0, 0);
  }

  decode(start: number, end: number): RecordFields {
    const { reader } = this;
    const fields = new RecordFields();
    reader.position = start;
    reader.end = end;
    while (reader.more()) {
      const tag = reader.tag();
      const field = tag >>> 3;
      const expected = WIRE_TYPES[field];
      if (expected === undefined) reader.skip(tag & 7);
      else this.read(field, tag & 7, expected, fields);
    }
    return fields;
  }

  private read(field: number, wireType: number, expected: number, fields: RecordFields): void {
    const { reader } = this;
    if (field === DEVICES) {
      fields.devices = this.readDevices(wireType, (fields.devices as number[] | undefined) ?? []);
      return;
    }
    if (wireType !== expected) reader.expect(wireType, expected, `field ${field} of a record`);
    switch (field) {
      case 1:
        fields.account = this.text(field);
        return;
      case 2:
        fields.cluster = this.text(field);
        return;
      case 3:
        fields.accelerator = this.text(field);
        return;
      case 4:
        fields.count = reader.unsigned();
        return;
      case 5:
        fields.startMs = reader.signed();
        return;
      case 6:
        fields.endMs = reader.signed();
        return;
      case 7:
        fields.node = this.text(field);
        return;
      case 9:
        fields.utilisation = this.readUtilisation(fields.utilisation);
        return;
      case 10:
        fields.format = reader.signed();
        return;
      case 11:
        fields.evidence = reader.signed();
        return;
      case 12:
        fields.workload = reader.signed();
        return;
      case 13:
        fields.job = this.text(field);
        return;
      case 14:
        fields.correction = this.readCorrection(fields.correction);
        return;
      default:
        fields.workloadEvidence = reader.signed();
    }
  }

  /** Keeps one more than there may be, so that the check sees that they are too many. */
  private readDevices(wireType: number, devices: (number | bigint)[]): (number | bigint)[] {
    const { reader } = this;
    if (wireType === VARINT) {
      keep(devices, reader.unsigned());
      return devices;
    }
    reader.expect(wireType, LENGTH_DELIMITED, 'devices');
    const outerEnd = reader.end;
    reader.end = reader.length() + reader.position;
    while (reader.more()) keep(devices, reader.unsigned());
    reader.end = outerEnd;
    return devices;
  }

  private readUtilisation(before: unknown): { kind: unknown; value: unknown } {
    const { reader } = this;
    const utilisation = (before as { kind: unknown; value: unknown } | undefined) ?? { kind: undefined, value: undefined };
    const outerEnd = reader.end;
    reader.end = reader.length() + reader.position;
    while (reader.more()) {
      const tag = reader.tag();
      if (tag === ((1 << 3) | V)) utilisation.kind = reader.signed();
      else if (tag === ((2 << 3) | L)) utilisation.value = this.text(DEVICES);
      else this.skipUnknown(tag, 2, 'utilisation');
    }
    reader.end = outerEnd;
    return utilisation;
  }

  private readCorrection(before: unknown): Record<string, unknown> {
    const { reader } = this;
    const correction = (before as Record<string, unknown> | undefined) ?? {};
    const outerEnd = reader.end;
    reader.end = reader.length() + reader.position;
    while (reader.more()) {
      const tag = reader.tag();
      if (tag === ((1 << 3) | V)) correction.epoch = reader.unsigned();
      else if (tag === ((2 << 3) | V)) correction.sequence = reader.unsigned();
      else if (tag === ((3 << 3) | V)) correction.index = reader.unsigned();
      else if (tag === ((4 << 3) | V)) correction.void = reader.unsigned() !== 0;
      else this.skipUnknown(tag, 4, 'correction');
    }
    reader.end = outerEnd;
    return correction;
  }

  private skipUnknown(tag: number, lastKnown: number, message: string): void {
    if (tag >>> 3 <= lastKnown) this.reader.fail(`a field of ${message} has wire type ${tag & 7}`);
    this.reader.skip(tag & 7);
  }

  /** The text of a field: the one before when its bytes are the same (slot 8 holds utilisation values). */
  private text(slot: number): string {
    const { reader } = this;
    const start = reader.skipped();
    const length = reader.position - start;
    if (length === this.lastLength[slot] && this.sameAsLast(slot, start, length)) return this.lastText[slot]!;
    const text = reader.looseText(start);
    this.lastStart[slot] = start;
    this.lastLength[slot] = length;
    this.lastText[slot] = text;
    return text;
  }

  private sameAsLast(slot: number, start: number, length: number): boolean {
    const last = this.lastStart[slot]!;
    if (last < 0) return false;
    for (let i = length - 1; i >= 0; i--) if (this.bytes[start + i] !== this.bytes[last + i]) return false;
    return true;
  }
}

function keep(devices: (number | bigint)[], device: number | bigint): void {
  if (devices.length <= DEVICES_MAX) devices.push(device);
}
