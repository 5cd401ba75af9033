import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { postedBatch } from '../fixtures/posted-batch.arbitrary.js';
import { PostedBatchSchema } from '../messages/ledger.js';
import { encodePostedBatch, type PostedBatchContent } from './posted-batch-encoder.js';

const generated = ({ rows, shares, basisShares, ledgerPosition, knownAtMs, ...rest }: PostedBatchContent): Uint8Array =>
  toBinary(
    PostedBatchSchema,
    create(PostedBatchSchema, {
      ...rest,
      ledgerPosition: BigInt(ledgerPosition),
      knownAtMs: BigInt(knownAtMs),
      provider: rows.map((row) => row.provider),
      account: rows.map((row) => row.account),
      cluster: rows.map((row) => row.cluster),
      accelerator: rows.map((row) => row.accelerator),
      hour: rows.map((row) => BigInt(row.hour)),
      acceleratorMs: rows.map((row) => BigInt(row.acceleratorMs)),
      lower: rows.map((row) => BigInt(row.lower)),
      expected: rows.map((row) => BigInt(row.expected)),
      upper: rows.map((row) => BigInt(row.upper)),
      workloadShares: shares.map((share) => ({
        ...share,
        acceleratorMs: BigInt(share.acceleratorMs),
        expected: BigInt(share.expected),
      })),
      basis: rows.map((row) => row.basis),
      basisShares: basisShares.map((share) => ({
        ...share,
        acceleratorMs: BigInt(share.acceleratorMs),
        expected: BigInt(share.expected),
      })),
    }),
  );

describe('Batches of postings', () => {
  it('are written as the generated code would write them', () => {
    fc.assert(
      fc.property(postedBatch, (batch) => {
        expect(encodePostedBatch(batch).toString('hex')).toBe(Buffer.from(generated(batch)).toString('hex'));
      }),
      { numRuns: 300 },
    );
  });
});
