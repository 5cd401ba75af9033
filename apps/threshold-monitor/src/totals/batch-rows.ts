import type { PostedColumns } from '@tidemark/contracts';
import { evidenceOfBasis, MIXED_BASIS, restsOnPrior } from '@tidemark/domain';
import { AMOUNTS, AT } from '../accumulate/posted-rows.js';

/** Where a posting belongs, by names. */
export interface PostedPlace {
  readonly hour: number;
  readonly provider: string;
  readonly account: string;
  readonly cluster: string;
  readonly accelerator: string;
}

/** One posting with what of it rests on what. Amounts are differences. */
export interface PostedRow extends PostedPlace {
  /** In the order of {@link AMOUNTS}. */
  readonly amounts: readonly bigint[];
}

/** The postings of a batch that `isAsked` lets in, with their amounts. */
export function* postedRows(batch: PostedColumns, isAsked: (place: PostedPlace) => boolean): Generator<PostedRow> {
  const parts = partsOf(batch);
  for (let i = 0; i < batch.length; i++) {
    const place = placeAt(batch, i);
    if (isAsked(place)) yield { ...place, amounts: amountsAt(batch, i, parts.get(i)) };
  }
}

/** Names are checked when the batch is decoded: every place is within them. */
const placeAt = ({ names, provider, account, cluster, accelerator, hour }: PostedColumns, i: number): PostedPlace => ({
  hour: hour[i]!,
  provider: names[provider[i]!]!,
  account: names[account[i]!]!,
  cluster: names[cluster[i]!]!,
  accelerator: names[accelerator[i]!]!,
});

interface Part {
  readonly at: number;
  readonly expected: bigint;
}

/** Shares by the place of their posting. */
function partsOf({ basisShares, workloadShares }: PostedColumns): Map<number, Part[]> {
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

/** Mixed: its parts are told apart, or it is not known. */
const placesOfBasis = (basis: number): number[] =>
  basis === MIXED_BASIS ? [] : [AT.of_declared + evidenceOfBasis(basis), ...(restsOnPrior(basis) ? [AT.on_prior] : [])];

function amountsAt(batch: PostedColumns, i: number, parts: readonly Part[] = []): bigint[] {
  const amounts = AMOUNTS.map(() => 0n);
  amounts[AT.accelerator_ms] = batch.acceleratorMs[i]!;
  amounts[AT.lower] = batch.lower[i]!;
  amounts[AT.expected] = batch.expected[i]!;
  amounts[AT.upper] = batch.upper[i]!;
  for (const at of placesOfBasis(batch.basis[i]!)) amounts[at]! += batch.expected[i]!;
  for (const { at, expected } of parts) amounts[at]! += expected;
  return amounts;
}
