/**
 * Conservation: received = counted + held + duplicate + conflict + rejected + replaced, in records and in accelerator-milliseconds.
 * Whatever is added here is added to `received` and one other, or moved between two others, so the equation cannot break.
 */
export const FATES = ['counted', 'held', 'duplicate', 'conflict', 'rejected', 'replaced'] as const;
export type Fate = (typeof FATES)[number];

const SPILL_ABOVE = 2 ** 52;

/** Changes to the counts of one source. Accelerator-milliseconds are exact at any size. */
export class SourceTally {
  readonly records: Record<Fate, number> = { counted: 0, held: 0, duplicate: 0, conflict: 0, rejected: 0, replaced: 0 };
  private readonly ms: Record<Fate, number> = { counted: 0, held: 0, duplicate: 0, conflict: 0, rejected: 0, replaced: 0 };
  private readonly spilled: Record<Fate, bigint> = { counted: 0n, held: 0n, duplicate: 0n, conflict: 0n, rejected: 0n, replaced: 0n };
  receivedRecords = 0;
  opaqueReports = 0;

  /** `records` records of a submission; their accelerator-milliseconds follow by `receiveMs`. */
  receive(fate: Fate, records: number): void {
    this.receivedRecords += records;
    this.records[fate] += records;
  }

  /** Part of a record's accelerator-milliseconds as sent; each is below 2^52. */
  receiveMs(fate: Fate, ms: number): void {
    if ((this.ms[fate] += ms) > SPILL_ABOVE) {
      this.spilled[fate] += BigInt(this.ms[fate]);
      this.ms[fate] = 0;
    }
  }

  /** A record that was received earlier becomes something else. */
  move(from: Fate, to: Fate): void {
    this.records[from]--;
    this.records[to]++;
  }

  /** Accelerator-milliseconds of a record that was received earlier leave one fate; `receiveMs` says where they go. */
  withdrawMs(fate: Fate, ms: number): void {
    this.spilled[fate] -= BigInt(ms);
  }

  msOf(fate: Fate): bigint {
    return this.spilled[fate] + BigInt(this.ms[fate]);
  }

  get msReceived(): bigint {
    return FATES.reduce((sum, fate) => sum + this.msOf(fate), 0n);
  }
}
