import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { postedBatch } from '../fixtures/posted-batch.arbitrary.js';
import { type PostedBatch, PostedBatchSchema } from '../messages/ledger.js';
import { MalformedEnvelope } from './malformed.js';
import { decodePostedBatch } from './posted-batch-decoder.js';
import { encodePostedBatch } from './posted-batch-encoder.js';
import type { PostedColumns } from './posted-columns.js';

const FOLDER = join(import.meta.dirname, '../../fixtures');
const fixture = (name: string): Buffer => Buffer.from(readFileSync(join(FOLDER, `${name}.hex`), 'utf8').replace(/\s/g, ''), 'hex');

const HEAD = ['part', 'policyVersion', 'catalogueVersion', 'names'] as const;
const NUMBERS = ['provider', 'account', 'cluster', 'accelerator'] as const;
const AMOUNTS = ['acceleratorMs', 'lower', 'expected', 'upper'] as const;

/** What both ways of reading must agree on. */
const plain = (columns: PostedColumns): unknown => ({
  ...Object.fromEntries(
    [...HEAD, 'ledgerPosition', 'knownAtMs', 'workloadShares', 'basisShares'].map((key) => [key, columns[key as 'part']]),
  ),
  ...Object.fromEntries([...NUMBERS, ...AMOUNTS, 'hour', 'basis'].map((key) => [key, [...columns[key as 'basis']]])),
});
const plainGenerated = (batch: PostedBatch): unknown => ({
  ...Object.fromEntries([...HEAD, ...NUMBERS, ...AMOUNTS].map((key) => [key, batch[key]])),
  ledgerPosition: batch.ledgerPosition,
  knownAtMs: Number(batch.knownAtMs),
  hour: batch.hour.map(Number),
  basis: batch.basis.length > 0 ? batch.basis : batch.hour.map(() => 0),
  workloadShares: batch.workloadShares.map(({ $typeName, $unknown, ...one }) => one),
  basisShares: batch.basisShares.map(({ $typeName, $unknown, ...one }) => one),
});

const agrees = (bytes: Uint8Array): void =>
  expect(plain(decodePostedBatch(bytes))).toEqual(plainGenerated(fromBinary(PostedBatchSchema, bytes)));

/** Two postings, as the generated code writes them, with something else about them. */
function bytesWith(other: MessageInitShape<typeof PostedBatchSchema>): Uint8Array {
  const batch = {
    ...{
      ledgerPosition: 7n,
      knownAtMs: 9n,
      names: ['', 'p', 'a'],
      provider: [1, 1],
      account: [2, 2],
      cluster: [2, 1],
      accelerator: [1, 1],
    },
    ...{ hour: [5n, -5n], acceleratorMs: [1n, -1n], lower: [0n, 0n], expected: [2n, -2n], upper: [3n, -3n] },
  };
  return toBinary(PostedBatchSchema, create(PostedBatchSchema, { ...batch, ...other }));
}

describe('Columns of postings', () => {
  it('are what the generated code reads from the same bytes', () => {
    fc.assert(
      fc.property(postedBatch, (batch) => agrees(encodePostedBatch(batch))),
      { numRuns: 500 },
    );
  });

  it.each(['posted-batch.v1', 'posted-batch-basis.v1'])('are read from the bytes that were once written, %s', (name) =>
    agrees(fixture(name)),
  );

  it('know of no basis where the message has none, and keep nothing of the message', () => {
    const bytes = bytesWith({});
    const columns = decodePostedBatch(bytes);
    const before = plain(columns);
    bytes.fill(255);
    expect([...columns.basis]).toEqual([0, 0]);
    expect(plain(columns)).toEqual(before);
  });

  it('are none where there are no postings', () => {
    expect(decodePostedBatch(new Uint8Array(0))).toMatchObject({
      length: 0,
      names: [],
      ledgerPosition: 0n,
      workloadShares: [],
      basisShares: [],
    });
  });

  it('pass over fields of a later version', () => {
    const later = Buffer.concat([bytesWith({}), Buffer.from([((19 << 3) & 127) | 128, 1, 5]), Buffer.from([0xa2, 0x01, 2, 1, 1])]);
    expect(plain(decodePostedBatch(later))).toEqual(plain(decodePostedBatch(bytesWith({}))));
  });

  const share = { row: 0, basis: 1, acceleratorMs: 1n, expected: 1n };
  const label = { row: 0, workloadEvidence: 1, acceleratorMs: 1n, expected: 1n };
  it.each<[string, MessageInitShape<typeof PostedBatchSchema>]>([
    ['a column that is too short', { account: [2] }],
    ['a column that is too long', { upper: [1n, 2n, 3n] }],
    ['a column that is missing', { expected: [] }],
    ['columns beside no postings', { provider: [] }],
    ['a place beyond the dictionary', { cluster: [3, 1] }],
    ['an hour beyond 32 bits', { hour: [2n ** 31n, 0n] }],
    ['a basis that there is none', { basis: [9, 1] }],
    ['a basis too few', { basis: [1] }],
    ['a share of a posting that is not there', { basisShares: [{ ...share, row: 2 }] }],
    ['a share of no basis', { basisShares: [{ ...share, basis: 0 }] }],
    ['a share of a basis that there is none', { basisShares: [{ ...share, basis: 9 }] }],
    ['a label of evidence that there is none', { workloadShares: [{ ...label, workloadEvidence: 4 }] }],
    ['a dictionary that does not begin with nothing', { names: ['x', 'p', 'a'] }],
    ['a time beyond 2^53', { knownAtMs: 2n ** 53n }],
    ['a time before 1970', { knownAtMs: -1n }],
  ])('are refused with %s', (_, other) => expect(() => decodePostedBatch(bytesWith(other))).toThrow(MalformedEnvelope));

  it('are refused where a column comes in two pieces', () => {
    expect(() => decodePostedBatch(Buffer.concat([bytesWith({}), bytesWith({ names: [] })]))).toThrow('comes twice');
  });

  it('are refused, or read as the generated code reads them, whatever byte is another or missing', () => {
    fc.assert(
      fc.property(postedBatch, fc.nat(), fc.nat(255), fc.boolean(), (batch, at, byte, cut) => {
        const whole = encodePostedBatch(batch);
        const bytes = cut ? whole.subarray(0, at % (whole.length + 1)) : Buffer.from(whole);
        if (!cut && bytes.length > 0) bytes[at % bytes.length] = byte;
        try {
          decodePostedBatch(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedEnvelope);
          return;
        }
        agrees(bytes);
      }),
      { numRuns: 2_000 },
    );
  });
});
