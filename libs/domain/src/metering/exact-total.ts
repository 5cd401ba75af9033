const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

export type ExactSum = { readonly total: bigint } | { readonly refused: TotalOverflow };

/** The sum does not fit the signed 64 bits that totals are stored in. Expected, so a value: the ledger refuses the posting and shows a finding. */
export interface TotalOverflow {
  readonly code: 'TOTAL_OVERFLOW';
  readonly total: bigint;
  readonly added: bigint;
}

/** Adds to a 64-bit total. Never wraps. */
export function addExact(total: bigint, added: bigint): ExactSum {
  const sum = total + added;
  return sum > INT64_MAX || sum < INT64_MIN ? { refused: { code: 'TOTAL_OVERFLOW', total, added } } : { total: sum };
}
