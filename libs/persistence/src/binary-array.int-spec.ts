import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import fc from 'fast-check';
import pg from 'pg';
import { boolArray, byteaArray, int2Array, int4Array, int8Array, numericArray, textArray } from './binary-array.js';

describe('binary arrays', () => {
  let server: TestPostgres;
  let client: pg.Client;

  beforeAll(async () => {
    server = await startTestPostgres();
    client = new pg.Client({ connectionString: server.url });
    await client.connect();
  }, 60_000);

  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });

  /** What PostgreSQL reads from the array, as text. */
  async function read(type: string, array: Buffer): Promise<(string | null)[]> {
    const { rows } = await client.query(`select v::text as v from unnest($1::${type}[]) with ordinality as t (v, n) order by n`, [array]);
    return rows.map((row) => row.v);
  }

  const arrives = <T>(values: fc.Arbitrary<T[]>, type: string, encode: (values: T[]) => Buffer, text: (value: T) => string | null) =>
    fc.assert(
      fc.asyncProperty(values, async (list) => {
        expect(await read(type, encode(list))).toEqual(list.map(text));
      }),
      { numRuns: 60 },
    );

  it('carries int8 as numbers and as bigints', async () => {
    await arrives(fc.array(fc.maxSafeInteger()), 'int8', int8Array, (n) => String(n === 0 ? 0 : n));
    await arrives(fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), 'int8', int8Array, String);
    const edges = [-1, -4294967296, -4294967297, 4294967295, 4294967296, Number.MIN_SAFE_INTEGER];
    expect(await read('int8', int8Array(edges))).toEqual(edges.map(String));
    expect(await read('int8', int8Array(Float64Array.of(1, 2 ** 40)))).toEqual(['1', String(2 ** 40)]);
  });

  it('carries int4, int2 and bool', async () => {
    await arrives(fc.array(fc.integer()), 'int4', int4Array, (n) => String(n === 0 ? 0 : n));
    await arrives(fc.array(fc.integer({ min: -32768, max: 32767 })), 'int2', int2Array, (n) => String(n === 0 ? 0 : n));
    await arrives(fc.array(fc.boolean()), 'bool', boolArray, String);
  });

  it('carries text and bytea, with nulls', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0') && s.isWellFormed());
    await arrives(fc.array(fc.option(text, { nil: undefined })), 'text', textArray, (s) => s ?? null);
    const bytes = fc.option(fc.uint8Array(), { nil: undefined });
    await arrives(fc.array(bytes), 'bytea', byteaArray, (b) => (b ? `\\x${Buffer.from(b).toString('hex')}` : null));
  });

  it('carries whole numerics of any size', () => arrives(fc.array(fc.bigInt()), 'numeric', numericArray, String));

  it('refuses what would become another number', () => {
    expect(() => int8Array([2 ** 53])).toThrow(RangeError);
    expect(() => int8Array([0.5])).toThrow(RangeError);
    expect(() => int4Array([0.5])).toThrow(RangeError);
    expect(() => int4Array([2 ** 31])).toThrow('out of range');
    expect(() => int2Array([Number.NaN])).toThrow(RangeError);
  });
});
