import type { Transaction } from '@tidemark/persistence';
import type { FlagRecords } from './flag-records.js';
import type { RecordedEvaluation } from './monitor-memory.js';

/** A flag to be written down as it is raised. */
export interface NewFlag {
  readonly id: string;
  readonly provider: string | undefined;
  readonly scopeKind: string;
  readonly scopeId: string;
  readonly scopeKey: string;
  readonly kind: string;
  readonly tier: string | undefined;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly n: number;
  readonly shadow: boolean;
  readonly content: object;
  readonly momentMs: number;
  readonly state: object;
}

export interface FlagUpdate {
  readonly id: string;
  readonly status: 'OPEN' | 'WITHDRAWN' | 'CONFIRMED' | 'SUPERSEDED';
  readonly momentMs: number;
  readonly state: object;
}

/** What is told of a flag; of those in trial nothing is. */
export interface NewFlagEvent {
  readonly sequence: bigint;
  readonly flag: string;
  readonly provider: string | undefined;
  readonly type: string;
  readonly detail: object;
  /** tidemark.monitor.v1.FlagEvent. */
  readonly message: Uint8Array;
}

export interface NewSignal {
  readonly key: string;
  readonly id: string;
  /** Of the message on use.v1. */
  readonly provider: string;
  readonly message: Uint8Array;
}

export abstract class FlagStore {
  abstract open(tx: Transaction): Promise<FlagRecords>;
  abstract evaluations(tx: Transaction): Promise<RecordedEvaluation[]>;
  abstract raise(tx: Transaction, flags: readonly NewFlag[], at: { change: bigint; nowMs: number }): Promise<void>;
  abstract update(tx: Transaction, flags: readonly FlagUpdate[], nowMs: number): Promise<void>;
  /** Writes what is told, and puts it on flag.v1. */
  abstract tell(tx: Transaction, events: readonly NewFlagEvent[], nowMs: number): Promise<void>;
  /** Puts those on use.v1 that were not sent before. */
  abstract signal(tx: Transaction, signals: readonly NewSignal[], nowMs: number): Promise<void>;
}
