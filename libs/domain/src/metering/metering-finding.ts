/** What metering has to say about a record besides its totals, as bits so that the hot loop carries them in one integer. */
export const MeteringFinding = {
  /** The record names a number format that its model does not have: BF16 was used, and ATTESTED counted as TELEMETRY. */
  FORMAT_UNSUPPORTED: 1,
  /** The model has no 16-bit peak: its widest 8-bit peak was used in its place. */
  NO_16BIT_PEAK: 2,
  /** The model has neither a 16-bit nor an 8-bit peak: its widest peak was used in their place. */
  WIDEST_PEAK_USED: 4,
} as const;

export type MeteringFindingName = keyof typeof MeteringFinding;

const NAMES = Object.keys(MeteringFinding) as MeteringFindingName[];

/** The names of the bits that are set, lowest first. */
export const meteringFindingNames = (findings: number): MeteringFindingName[] =>
  NAMES.filter((name) => (findings & MeteringFinding[name]) !== 0);
