import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { decodePostingColumns, emptyPostingColumns, encodePostingColumns, type PostingColumns } from './posting-columns.js';

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const rows = fc.array(fc.record({ a: int32, c: int32, x: int32, h: int32, ms: int64, l: int64, e: int64, u: int64 }), { maxLength: 50 });

const columnsOf = (
  list: { a: number; c: number; x: number; h: number; ms: bigint; l: bigint; e: bigint; u: bigint }[],
): PostingColumns => ({
  length: list.length,
  accountId: Int32Array.from(list, (r) => r.a),
  clusterId: Int32Array.from(list, (r) => r.c),
  acceleratorId: Int32Array.from(list, (r) => r.x),
  hour: Int32Array.from(list, (r) => r.h),
  acceleratorMs: BigInt64Array.from(list, (r) => r.ms),
  lower: BigInt64Array.from(list, (r) => r.l),
  expected: BigInt64Array.from(list, (r) => r.e),
  upper: BigInt64Array.from(list, (r) => r.u),
});

describe('posting columns', () => {
  it('come back as they went in', () =>
    fc.assert(fc.property(rows, (list) => expect(decodePostingColumns(encodePostingColumns(columnsOf(list)))).toEqual(columnsOf(list)))));

  it('stand in the bytes as documented', () => {
    const packed = encodePostingColumns(columnsOf([{ a: 1, c: 2, x: -1, h: 4, ms: 5n, l: -2n, e: 7n, u: 8n }]));
    expect(zstdDecompressSync(packed).toString('hex')).toBe(
      '01000000' +
        '01000000' +
        '02000000' +
        'ffffffff' +
        '04000000' +
        '0500000000000000' +
        'feffffffffffffff' +
        '0700000000000000' +
        '0800000000000000',
    );
  });

  it('takes the first entries of arrays that are longer, and refuses shorter ones', () => {
    const scratch = { ...emptyPostingColumns(8), length: 3 };
    expect(decodePostingColumns(encodePostingColumns(scratch)).hour).toEqual(new Int32Array(3));
    expect(() => encodePostingColumns({ ...emptyPostingColumns(2), length: 3 })).toThrow(RangeError);
  });

  it('refuses bytes that are no postings', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from([1, 0, 0, 0, 9]), Buffer.alloc(5)])
      expect(() => decodePostingColumns(zstdCompressSync(bytes))).toThrow('posting columns');
  });
});
