/**
 * PostgreSQL's binary array format, for parameters of the hot path: node-postgres sends a Buffer in binary, so an array made here costs
 * no text on either side. Cast the parameter: `unnest($1::int8[])`. All arrays have one dimension.
 *
 *   int32 dimensions (0 or 1), int32 has nulls, int32 element type; per dimension int32 length, int32 lower bound;
 *   per element int32 byte length (-1: null), bytes.
 */

/** Element types by their number in PostgreSQL's catalogue. */
const OID = { bool: 16, bytea: 17, int8: 20, int2: 21, int4: 23, text: 25, numeric: 1700 } as const;

const HEADER_BYTES = 20;

/** int8[]; numbers must be whole and below 2^53. */
export function int8Array(values: ArrayLike<number> | ArrayLike<bigint>): Buffer {
  const { length } = values;
  const buffer = arrayOf(OID.int8, length, 8);
  for (let i = 0, at = HEADER_BYTES; i < length; i++, at += 12) {
    const value = values[i] as number | bigint;
    buffer.writeInt32BE(8, at);
    if (typeof value === 'bigint') {
      buffer.writeBigInt64BE(value, at + 4);
      continue;
    }
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number that an int8 holds exactly`);
    // Two's complement in two halves: floor keeps the sign in the upper one.
    buffer.writeInt32BE(Math.floor(value / 4_294_967_296), at + 4);
    buffer.writeUInt32BE(value >>> 0, at + 8);
  }
  return buffer;
}

export function int4Array(values: ArrayLike<number>): Buffer {
  const { length } = values;
  const buffer = arrayOf(OID.int4, length, 4);
  for (let i = 0, at = HEADER_BYTES; i < length; i++, at += 8) {
    buffer.writeInt32BE(4, at);
    buffer.writeInt32BE(wholeNumber(values[i] as number), at + 4);
  }
  return buffer;
}

export function int2Array(values: ArrayLike<number>): Buffer {
  const { length } = values;
  const buffer = arrayOf(OID.int2, length, 2);
  for (let i = 0, at = HEADER_BYTES; i < length; i++, at += 6) {
    buffer.writeInt32BE(2, at);
    buffer.writeInt16BE(wholeNumber(values[i] as number), at + 4);
  }
  return buffer;
}

export function boolArray(values: ArrayLike<boolean | number>): Buffer {
  const { length } = values;
  const buffer = arrayOf(OID.bool, length, 1);
  for (let i = 0, at = HEADER_BYTES; i < length; i++, at += 5) {
    buffer.writeInt32BE(1, at);
    buffer[at + 4] = values[i] ? 1 : 0;
  }
  return buffer;
}

/** bytea[]; `undefined` is null. */
export function byteaArray(values: readonly (Uint8Array | undefined)[]): Buffer {
  let bytes = 0;
  for (const value of values) bytes += value?.length ?? 0;
  const buffer = header(OID.bytea, values.length, HEADER_BYTES + 4 * values.length + bytes, values.includes(undefined));
  let at = HEADER_BYTES;
  for (const value of values) {
    at = buffer.writeInt32BE(value === undefined ? -1 : value.length, at);
    if (value === undefined) continue;
    buffer.set(value, at);
    at += value.length;
  }
  return buffer;
}

/** text[]; `undefined` is null. PostgreSQL refuses text that holds U+0000. */
export function textArray(values: readonly (string | undefined)[]): Buffer {
  let bytes = 0;
  for (const value of values) bytes += value === undefined ? 0 : Buffer.byteLength(value);
  const buffer = header(OID.text, values.length, HEADER_BYTES + 4 * values.length + bytes, values.includes(undefined));
  let at = HEADER_BYTES;
  for (const value of values) {
    if (value === undefined) {
      at = buffer.writeInt32BE(-1, at);
      continue;
    }
    const written = buffer.write(value, at + 4);
    buffer.writeInt32BE(written, at);
    at += 4 + written;
  }
  return buffer;
}

/** numeric[] of whole numbers of any size. */
export function numericArray(values: readonly bigint[]): Buffer {
  const elements = values.map(numericBytes);
  const bytes = elements.reduce((sum, element) => sum + element.length, 0);
  const buffer = header(OID.numeric, values.length, HEADER_BYTES + 4 * values.length + bytes, false);
  let at = HEADER_BYTES;
  for (const element of elements) {
    at = buffer.writeInt32BE(element.length, at);
    at += element.copy(buffer, at);
  }
  return buffer;
}

/** numeric: int16 digits, weight, sign, display scale, then digits of base 10,000, most significant first. */
function numericBytes(value: bigint): Buffer {
  const digits: number[] = [];
  for (let rest = value < 0n ? -value : value; rest > 0n; rest /= 10_000n) digits.unshift(Number(rest % 10_000n));
  const buffer = Buffer.alloc(8 + 2 * digits.length);
  buffer.writeInt16BE(digits.length, 0);
  buffer.writeInt16BE(Math.max(0, digits.length - 1), 2);
  buffer.writeUInt16BE(value < 0n ? 0x4000 : 0, 4);
  digits.forEach((digit, i) => {
    buffer.writeInt16BE(digit, 8 + 2 * i);
  });
  return buffer;
}

function arrayOf(oid: number, length: number, elementBytes: number): Buffer {
  return header(oid, length, HEADER_BYTES + length * (4 + elementBytes), false);
}

function header(oid: number, length: number, totalBytes: number, nulls: boolean): Buffer {
  const buffer = Buffer.allocUnsafe(length === 0 ? 12 : totalBytes);
  buffer.writeInt32BE(length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(nulls ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  if (length === 0) return buffer;
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}

/** writeInt32BE truncates 1.5 in silence; what is not whole must not become another number. */
function wholeNumber(value: number): number {
  if (!Number.isInteger(value)) throw new RangeError(`${value} is not a whole number`);
  return value;
}
