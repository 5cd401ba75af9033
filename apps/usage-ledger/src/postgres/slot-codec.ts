/**
 * What became of one record, hour by hour, as varints: the number of slots, then for each slot the hour (the first as it
 * is, the others as zigzag difference to the one before), counted, duplicate and conflict accelerator-milliseconds, policy
 * version, catalogue version.
 */

/** All numbers are integers from 0 to 2^53 - 1. */
export interface Slot {
  /** Hours since 1970-01-01T00:00Z. */
  hour: number;
  countedMs: number;
  duplicateMs: number;
  conflictMs: number;
  /** Versions that the slot was metered with. */
  policyVersion: number;
  catalogueVersion: number;
}

const SLOT_BYTES_MAX = 6 * 8;

export function encodeSlots(slots: readonly Slot[]): Buffer {
  const bytes = Buffer.allocUnsafe(8 + slots.length * SLOT_BYTES_MAX);
  let at = writeVarint(bytes, 0, slots.length);
  let hourBefore = 0;
  for (const slot of slots) {
    const step = slot.hour - hourBefore;
    at = writeVarint(bytes, at, hourBefore === 0 ? slot.hour : step < 0 ? -2 * step - 1 : 2 * step);
    at = writeVarint(bytes, at, slot.countedMs);
    at = writeVarint(bytes, at, slot.duplicateMs);
    at = writeVarint(bytes, at, slot.conflictMs);
    at = writeVarint(bytes, at, slot.policyVersion);
    at = writeVarint(bytes, at, slot.catalogueVersion);
    hourBefore = slot.hour;
  }
  return Buffer.from(bytes.subarray(0, at));
}

/** Throws when the bytes are not exactly what `encodeSlots` writes. */
export function decodeSlots(bytes: Uint8Array): Slot[] {
  const read = varintReader(bytes);
  const length = read.next();
  const slots: Slot[] = [];
  let hourBefore = 0;
  for (let i = 0; i < length; i++) {
    const code = read.next();
    const hour = hourBefore === 0 ? code : hourBefore + (code % 2 === 0 ? code / 2 : -(code + 1) / 2);
    slots.push({
      hour,
      countedMs: read.next(),
      duplicateMs: read.next(),
      conflictMs: read.next(),
      policyVersion: read.next(),
      catalogueVersion: read.next(),
    });
    hourBefore = hour;
  }
  if (!read.atEnd()) throw new Error('slots: bytes behind the last slot');
  return slots;
}

/** Division instead of shifts: shifts would cut at 32 bits. */
function writeVarint(bytes: Buffer, at: number, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`slots: ${value} is not an integer from 0 to 2^53 - 1`);
  let rest = value;
  let to = at;
  while (rest > 127) {
    bytes[to++] = (rest % 128) + 128;
    rest = Math.floor(rest / 128);
  }
  bytes[to++] = rest;
  return to;
}

function varintReader(bytes: Uint8Array) {
  let at = 0;
  return {
    atEnd: () => at === bytes.length,
    next(): number {
      let value = 0;
      let unit = 1;
      for (;;) {
        const byte = bytes[at++];
        if (byte === undefined) throw new Error('slots: bytes are cut short');
        value += (byte & 127) * unit;
        if (!Number.isSafeInteger(value)) throw new Error('slots: a number beyond 2^53');
        if (byte < 128) return value;
        unit *= 128;
      }
    },
  };
}
