import type { DeclaredFlop } from './declaration-content.js';

/** Exact FLOP. */
export interface FlopInterval {
  lower: bigint;
  expected: bigint;
  upper: bigint;
}

export const NO_FLOP: FlopInterval = { lower: 0n, expected: 0n, upper: 0n };

export const sumOf = (intervals: readonly FlopInterval[]): FlopInterval =>
  intervals.reduce(
    (sum, { lower, expected, upper }) => ({ lower: sum.lower + lower, expected: sum.expected + expected, upper: sum.upper + upper }),
    NO_FLOP,
  );

/** In tenths of a FLOP, so that the bounds of a single figure stay whole numbers. */
export interface DeclaredTenths {
  lower: bigint;
  expected: bigint;
  upper: bigint;
}

/** Of a single figure: estimates may be 30 % off (Guidelines on general-purpose AI models, annex). Bounds that were declared are taken as they are. */
export const FIGURE_TOLERANCE_PERCENT = 30;

export function tenthsOf(flop: DeclaredFlop): DeclaredTenths {
  if ('figure' in flop) {
    const figure = BigInt(flop.figure);
    return { lower: figure * 7n, expected: figure * 10n, upper: figure * 13n };
  }
  return { lower: BigInt(flop.lower) * 10n, expected: BigInt(flop.expected) * 10n, upper: BigInt(flop.upper) * 10n };
}

export type Fit = 'FITS' | 'ABOVE_DECLARED' | 'BELOW_DECLARED';

/** Only what is certain does not fit: the least that was used lies above the most that was declared, or the most below the least. */
export function fitOf(declared: DeclaredTenths, observed: FlopInterval): Fit {
  if (observed.lower * 10n > declared.upper) return 'ABOVE_DECLARED';
  return observed.upper * 10n < declared.lower ? 'BELOW_DECLARED' : 'FITS';
}

/** Decimal, with one place where it needs one. */
export const tenthsText = (tenths: bigint): string => (tenths % 10n === 0n ? `${tenths / 10n}` : `${tenths / 10n}.${tenths % 10n}`);

export const declaredText = ({ lower, expected, upper }: DeclaredTenths) => ({
  lower: tenthsText(lower),
  expected: tenthsText(expected),
  upper: tenthsText(upper),
});
export const observedText = ({ lower, expected, upper }: FlopInterval) => ({
  lower: `${lower}`,
  expected: `${expected}`,
  upper: `${upper}`,
});
