/** What became of a record. Numbers as they are stored. */
export const RecordState = { COUNTED: 1, HELD: 2, DUPLICATE: 3, CONFLICT: 4, REPLACED: 5 } as const;
export type RecordState = (typeof RecordState)[keyof typeof RecordState];

/** Why a record is held. */
export type HeldReason =
  | 'UNKNOWN_ACCELERATOR'
  | 'UNKNOWN_CLUSTER'
  | 'NOT_IN_SERVICE'
  | 'TARGET_MISSING'
  | 'TARGET_REJECTED'
  | 'TARGET_OUT_OF_RANGE'
  | 'CORRECTION_CYCLE'
  | 'TOTAL_OVERFLOW';

export interface Held {
  reason: HeldReason;
  /** Names what must come; see `waitingFor`. Absent: nothing that can come will release it. */
  waitingFor: string | undefined;
}

/** Keys under which held records wait. */
export const waitingFor = {
  accelerator: (normalisedName: string): string => `accelerator:${normalisedName}`,
  cluster: (provider: string, name: string): string => `cluster:${provider}/${name}`,
  service: (clusterId: number): string => `service:${clusterId}`,
  report: (sourceId: number, epoch: number, sequence: bigint): string => `report:${sourceId}/${epoch}/${sequence}`,
} as const;

/** One UTC hour of a record: what became of its accelerator-milliseconds there, and the versions that the counted part was metered with. */
export interface RecordSlot {
  hour: number;
  countedMs: number;
  duplicateMs: number;
  conflictMs: number;
  policyVersion: number;
  catalogueVersion: number;
}

/** A record is counted if any part counts, else conflict if any part conflicts, else duplicate. */
export function stateOfSlots(slots: readonly RecordSlot[]): RecordState {
  if (slots.some((slot) => slot.countedMs > 0)) return RecordState.COUNTED;
  return slots.some((slot) => slot.conflictMs > 0) ? RecordState.CONFLICT : RecordState.DUPLICATE;
}
