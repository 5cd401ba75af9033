import { fromBinary } from '@bufbuild/protobuf';
import { type PostedBatch, PostedBatchSchema } from '@tidemark/contracts';
import { evidenceOfBasis, restsOnPrior } from '@tidemark/domain';
import { AMOUNTS, AT } from '../accumulate/posted-rows.js';

/** One posting by names, with what of it rests on what. Amounts are differences. */
export interface PostedRow {
  readonly hour: number;
  readonly provider: string;
  readonly account: string;
  readonly cluster: string;
  readonly accelerator: string;
  /** In the order of {@link AMOUNTS}. */
  readonly amounts: readonly bigint[];
}

/** The postings of a batch that `isAsked` lets in, with their amounts. */
export function* postedRows(bytes: Uint8Array, isAsked: (row: Omit<PostedRow, 'amounts'>) => boolean): Generator<PostedRow> {
  const batch = fromBinary(PostedBatchSchema, bytes);
  const parts = partsOf(batch);
  for (let i = 0; i < batch.hour.length; i++) {
    const row = {
      hour: Number(batch.hour[i]),
      provider: nameAt(batch, batch.provider[i]!),
      account: nameAt(batch, batch.account[i]!),
      cluster: nameAt(batch, batch.cluster[i]!),
      accelerator: nameAt(batch, batch.accelerator[i]!),
    };
    if (isAsked(row)) yield { ...row, amounts: amountsAt(batch, i, parts.get(i)) };
  }
}

const nameAt = ({ names }: PostedBatch, place: number): string => {
  const name = names[place];
  if (name === undefined) throw new Error(`a batch of postings names ${place}, and has ${names.length} names`);
  return name;
};

interface Part {
  readonly at: number;
  readonly expected: bigint;
}

/** Shares by the place of their posting. */
function partsOf({ basisShares, workloadShares }: PostedBatch): Map<number, Part[]> {
  const parts = new Map<number, Part[]>();
  const add = (row: number, part: Part) => {
    const own = parts.get(row);
    if (own) own.push(part);
    else parts.set(row, [part]);
  };
  for (const { row, basis, expected } of basisShares) for (const at of placesOfBasis(basis)) add(row, { at, expected });
  for (const { row, workloadEvidence, expected } of workloadShares) add(row, { at: AT.labelled_declared + workloadEvidence, expected });
  return parts;
}

/** 0: its parts are told apart, or it is not known. */
const placesOfBasis = (basis: number): number[] =>
  basis === 0 ? [] : [AT.of_declared + evidenceOfBasis(basis), ...(restsOnPrior(basis) ? [AT.on_prior] : [])];

function amountsAt(batch: PostedBatch, i: number, parts: readonly Part[] = []): bigint[] {
  const amounts = AMOUNTS.map(() => 0n);
  amounts[AT.accelerator_ms] = batch.acceleratorMs[i]!;
  amounts[AT.lower] = batch.lower[i]!;
  amounts[AT.expected] = batch.expected[i]!;
  amounts[AT.upper] = batch.upper[i]!;
  for (const at of placesOfBasis(batch.basis[i] ?? 0)) amounts[at]! += batch.expected[i]!;
  for (const { at, expected } of parts) amounts[at]! += expected;
  return amounts;
}
