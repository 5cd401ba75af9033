import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { RecordColumns } from '@tidemark/domain';
import fc from 'fast-check';
import { columns, columnsOf, correctionsOf, NOW } from '../fixtures/report.arbitrary.js';
import { RecordColumnsSchema } from '../messages/usage.js';
import { decodeColumns } from './columns-decoder.js';
import { encodeColumns } from './columns-encoder.js';
import { contentHash } from './content-hash.js';
import { DecodedColumns } from './decoded-columns.js';
import { MalformedEnvelope } from './malformed.js';

const ARRAYS = ['index', 'account', 'cluster', 'accelerator', 'node', 'job', 'count', 'startMs', 'endMs', 'grade', 'ppm'] as const;

/** The content of columns, whatever the capacity of the arrays that hold it. */
function contentOf(from: RecordColumns) {
  const n = from.length;
  const arrays = ARRAYS.map((name) => [name, [...from[name].subarray(0, n)]]);
  const deviceStart = [...from.deviceStart.subarray(0, n + 1)];
  return {
    ...Object.fromEntries(arrays),
    length: n,
    names: from.names,
    deviceStart,
    devices: [...from.devices.subarray(0, deviceStart[n])],
    corrections: from.corrections,
  };
}

/** What the generated encoder writes for the same content: the definition of the canonical bytes. */
function generatedBytes(from: RecordColumns): Uint8Array {
  const list = (values: Iterable<number>) => {
    const entries = [...values];
    return entries.every((value) => value === 0) ? [] : entries;
  };
  const starts = [...from.startMs];
  const index = [...from.index];
  const message = create(RecordColumnsSchema, {
    length: from.length,
    names: from.names,
    index: index.every((value, i) => value === i) ? [] : index,
    account: list(from.account),
    cluster: list(from.cluster),
    accelerator: list(from.accelerator),
    node: list(from.node),
    job: list(from.job),
    count: list(from.count),
    startDeltaMs: starts.every((start) => start === 0) ? [] : starts.map((start, i) => BigInt(start - (starts[i - 1] ?? 0))),
    durationMs: list(starts.map((start, i) => from.endMs[i]! - start)),
    grade: list(from.grade),
    utilisationPpm: list(from.ppm),
    deviceCount: list(starts.map((_, i) => from.deviceStart[i + 1]! - from.deviceStart[i]!)),
    devices: [...from.devices],
    corrections: correctionsOf(from.corrections),
  });
  return toBinary(RecordColumnsSchema, message);
}

describe('columns', () => {
  it('come back as they went in, and are written as the generated code writes them', () => {
    fc.assert(
      fc.property(columns, (given) => {
        const bytes = encodeColumns(given);
        expect(Buffer.compare(bytes, generatedBytes(given))).toBe(0);
        expect(contentOf(decodeColumns(bytes))).toEqual(contentOf(given));
        expect(fromBinary(RecordColumnsSchema, bytes).length).toBe(given.length);
      }),
      { numRuns: 500 },
    );
  });

  it('do not depend on the order or repeats of the dictionary they are built with', () => {
    fc.assert(
      fc.property(columns, fc.infiniteStream(fc.nat()), (given, random) => {
        // Every name twice, shuffled, one that nobody uses, and each use picks one of the two.
        const twice = [...given.names.slice(1), ...given.names, 'unused'].sort(() => (random.next().value! % 2 === 0 ? 1 : -1));
        const names = ['', ...twice];
        const move = (places: Uint32Array) =>
          places.map((place) =>
            random.next().value! % 2 === 0 ? names.indexOf(given.names[place]!) : names.lastIndexOf(given.names[place]!),
          );
        const { account, cluster, accelerator, node, job } = given;
        const moved = {
          ...given,
          names,
          account: move(account),
          cluster: move(cluster),
          accelerator: move(accelerator),
          node: move(node),
          job: move(job),
        };
        expect(Buffer.compare(encodeColumns(moved), encodeColumns(given))).toBe(0);
      }),
    );
  });

  it('decode into an instance that was used before', () => {
    const reuse = new DecodedColumns(2);
    fc.assert(
      fc.property(columns, (given) => {
        expect(decodeColumns(encodeColumns(given), reuse)).toBe(reuse);
        expect(contentOf(reuse)).toEqual(contentOf(given));
      }),
    );
  });

  it('tell by their bytes whether two dictionaries are the same', () => {
    const record = { account: 'a', cluster: 'c', count: 1, startMs: NOW - 10, endMs: NOW };
    const report = (records: unknown[]) => decodeColumns(encodeColumns(columnsOf({ source: 's', epoch: 1, sequence: 1, records })));
    const one = report([record]);
    const same = report([{ ...record, count: 2 }, record]);
    const other = report([{ ...record, cluster: 'd' }]);
    expect(one.namesBytes.equals(same.namesBytes)).toBe(true);
    expect(one.namesBytes.equals(other.namesBytes)).toBe(false);
    expect(one.nameCount).toBe(3);
  });

  it('without records are no bytes', () => {
    const none = columnsOf({ source: 's', epoch: 1, sequence: 1, records: [{}] });
    expect(encodeColumns(none)).toHaveLength(0);
    expect(contentOf(decodeColumns(new Uint8Array(0), decodeColumns(encodeColumns(none))))).toEqual(contentOf(none));
    expect(contentHash(encodeColumns(none)).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('take every time and value there can be', () => {
    const records = [
      { account: 'a', cluster: 'c', count: 1_000_000, startMs: NOW - 31 * 86_400_000, endMs: NOW, utilisation: { kind: 'OFU', value: 1 } },
      { account: 'a', cluster: 'c', count: 1, startMs: 1_262_304_000_000, endMs: 1_262_304_000_001 },
      { correction: { epoch: 4_294_967_295, sequence: '18446744073709551615', index: 4_999, void: true } },
      { account: 'a', cluster: 'c', startMs: NOW, endMs: NOW + 1, node: 'n', devices: Array.from({ length: 1_024 }, (_, i) => 1_023 - i) },
    ];
    const given = columnsOf({ source: 's', epoch: 1, sequence: 1, records });
    expect(given.length).toBe(4);
    expect(contentOf(decodeColumns(encodeColumns(given)))).toEqual(contentOf(given));
  });

  it('that cannot be encoded are a broken invariant', () => {
    const given = columnsOf({
      source: 's',
      epoch: 1,
      sequence: 1,
      records: [{ account: 'a', cluster: 'c', count: 1, startMs: NOW - 1, endMs: NOW }],
    });
    expect(() => encodeColumns({ ...given, account: Uint32Array.of(3) })).toThrow(RangeError);
    expect(() => encodeColumns({ ...given, endMs: Float64Array.of(NOW - 2) })).toThrow(RangeError);
    expect(() => encodeColumns({ ...given, startMs: Float64Array.of(0.5) })).toThrow(RangeError);
  });
});

/** Changes that leave valid protobuf but not what the ledger may rely on. */
const WRONG: [string, Record<string, unknown>][] = [
  ['no length', { length: 0 }],
  ['a length above the limit', { length: 5_001 }],
  ['no dictionary', { names: [] }],
  ['a dictionary that does not begin with ""', { names: ['a', 'c'] }],
  ['a place outside of the dictionary', { account: [1, 3] }],
  ['a column that is too short', { count: [1] }],
  ['a column that is too long', { count: [1, 1, 1] }],
  ['wide integers in a column that is too long', { count: [1_000, 1, 1] }],
  ['indices that do not rise', { index: [4, 4] }],
  ['an index above the limit', { index: [0, 5_000] }],
  ['more accelerators than a record may have', { count: [1, 1_000_001] }],
  ['more time than a record may have', { durationMs: [5, 2_678_400_001] }],
  ['a record of nobody', { account: [1, 0] }],
  ['a record of no compute cluster', { cluster: [] }],
  ['a record of no accelerators', { count: [] }],
  ['a record of no time', { durationMs: [5, 0] }],
  ['a start before 1970', { startDeltaMs: [-5n, 0n] }],
  ['a start beyond all times', { startDeltaMs: [0n, 2n ** 60n] }],
  ['a grade of more bits', { grade: [4_096, 0] }],
  ['an unknown kind of utilisation', { grade: [6, 0] }],
  ['more than all of the utilisation', { utilisationPpm: [1_000_001, 0] }],
  ['fewer devices than counted', { deviceCount: [2, 1], devices: [0, 1] }],
  ['devices nobody counted', { deviceCount: [], devices: [0, 1] }],
  ['a device beyond the last', { deviceCount: [1, 1], devices: [1_024, 0] }],
  ['devices that do not rise', { deviceCount: [2, 0], devices: [1, 1] }],
  ['a correction of a row that is not there', { corrections: [{ row: 2, epoch: 1, sequence: 1n }] }],
  [
    'two corrections in a row',
    {
      corrections: [
        { row: 0, epoch: 1, sequence: 1n },
        { row: 0, epoch: 2, sequence: 1n },
      ],
    },
  ],
];

describe('bytes that are not columns', () => {
  const right = {
    length: 2,
    names: ['', 'a', 'c'],
    account: [1, 1],
    cluster: [2, 2],
    count: [1, 1],
    startDeltaMs: [BigInt(NOW), 0n],
    durationMs: [5, 5],
  };
  const encode = (change: object) => toBinary(RecordColumnsSchema, create(RecordColumnsSchema, { ...right, ...change }));

  it.each(WRONG)('are malformed with %s', (_, change) => {
    expect(() => decodeColumns(encode({}))).not.toThrow();
    expect(() => decodeColumns(encode(change))).toThrow(MalformedEnvelope);
  });

  it('are malformed with a field that is not known, because it might change what is counted', () => {
    expect(() => decodeColumns(Buffer.concat([encode({}), Buffer.from([((17 << 3) & 127) | 128, 1, 1])]))).toThrow(MalformedEnvelope);
  });

  it('are malformed with names that are not UTF-8, told when the names are asked for', () => {
    const bytes = Buffer.from(encode({ names: ['', 'a', 'zzzz'] }));
    bytes[bytes.indexOf('zzzz')] = 0xff;
    expect(() => decodeColumns(bytes).names).toThrow(MalformedEnvelope);
  });

  it('never give anything out of range and never throw anything else, whatever is changed or cut', () => {
    let kept = 0;
    fc.assert(
      fc.property(columns, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }), fc.nat(3), (given, changes, cut) => {
        const bytes = Buffer.from(encodeColumns(given));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        let decoded: DecodedColumns;
        try {
          decoded = decodeColumns(bytes.subarray(0, bytes.length - cut));
          void decoded.names;
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedEnvelope);
          return;
        }
        kept++;
        for (let i = 0; i < decoded.length; i++) {
          expect(decoded.names[decoded.account[i]!]).toBeDefined();
          expect(decoded.endMs[i]! - decoded.startMs[i]!).toBeLessThanOrEqual(31 * 86_400_000);
          expect(decoded.startMs[i]).toBeLessThanOrEqual(decoded.endMs[i]!);
          expect(decoded.count[i]).toBeLessThanOrEqual(1_000_000);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(kept).toBeGreaterThan(50);
  });
});
