import type { Transaction } from '@tidemark/persistence';
import type { Slot } from '../postgres/slot-codec.js';

export interface ReportId {
  provider: string;
  source: string;
  epoch: number;
  sequence: bigint;
}

/** A standing report and all that is stored of it. */
export interface StoredReport {
  position: bigint;
  knownAtMs: number;
  contentHash: Uint8Array;
  opaque: boolean;
  /** The encoded ReportEnvelope, as it stood in the log. */
  envelope: Uint8Array;
  /** By index as sent; records that are not here were counted whole at arrival. */
  states: Map<number, StoredRecordState>;
  copies: StoredCopy[];
}

export interface StoredRecordState {
  /** A RecordState of the domain. */
  state: number;
  reason: string | undefined;
  waitingFor: string | undefined;
  replacedBy: string | undefined;
  slots: Slot[];
}

export interface StoredCopy {
  position: bigint;
  knownAtMs: number;
  contentHash: Uint8Array;
  conflict: boolean;
}

export interface ReportFates {
  /** Undefined: nothing was counted under that id. */
  find(tx: Transaction, id: ReportId): Promise<StoredReport | undefined>;
}

export const ReportFates = Symbol('ReportFates');
