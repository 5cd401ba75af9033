/** A limit on everything: a list is read whole, and its sender is trusted with an account, not with the memory of the process. */
export interface ListLimits {
  /** Of one part, unpacked. */
  readonly bytes: number;
  readonly entries: number;
  readonly namesPerEntry: number;
  /** Of one field of a row, one text or one attribute. */
  readonly fieldCharacters: number;
}

export const LIST_LIMITS: ListLimits = {
  bytes: 256 * 1024 * 1024,
  entries: 1_000_000,
  namesPerEntry: 2_000,
  fieldCharacters: 200_000,
};
