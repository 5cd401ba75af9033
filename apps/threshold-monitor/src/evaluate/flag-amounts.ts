import { TERA, type TripleTotal } from '@tidemark/domain';

/** Decimal strings of FLOP. */
export interface FlopTotals {
  readonly lower: string;
  readonly expected: string;
  readonly upper: string;
}

/** TFLOP as FLOP, exact. */
export const flopOf = (tflop: bigint): string => (tflop * TERA).toString();

export const flopTotals = ({ lower, expected, upper }: TripleTotal): FlopTotals => ({
  lower: flopOf(lower),
  expected: flopOf(expected),
  upper: flopOf(upper),
});
