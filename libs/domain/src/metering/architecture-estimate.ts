/**
 * The other way to estimate a training run, from what was trained and not from what it ran on: 6 x parameters x tokens, in FLOP
 * (European Commission, guidelines C(2025) 7719, annex). The ledger does not use it; it is what a declared run is compared with.
 */
export const architectureFlop = (parameters: bigint, tokens: bigint): bigint => 6n * parameters * tokens;
