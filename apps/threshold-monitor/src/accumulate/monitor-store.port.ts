import type { Transaction } from '@tidemark/persistence';
import type { PostedRows } from './posted-rows.js';

export interface MonitorHead {
  /** Rises by one with every transaction that changes anything. */
  readonly change: bigint;
  readonly knownAtMs: number;
  /** Of facts about flags. */
  readonly flagSequence: bigint;
  readonly ledgerPosition: bigint;
  readonly identitySequence: bigint;
  /** Hours since 1970. */
  readonly judgedHour: number;
}

/** A batch of postings as it came, and what finds it again. */
export interface TakenBatch {
  readonly ledgerPosition: bigint;
  readonly part: number;
  readonly knownAtMs: number;
  readonly firstHour: number;
  readonly lastHour: number;
  readonly bytes: Uint8Array;
}

export interface StoredAccountTotal {
  readonly accountId: number;
  readonly lower: bigint;
  readonly expected: bigint;
  readonly upper: bigint;
  readonly firstHour: number;
  readonly lastHour: number;
}

export interface StoredClusterTotal {
  readonly clusterId: number;
  readonly lower: bigint;
  readonly expected: bigint;
  readonly upper: bigint;
}

export interface StoredName {
  readonly id: number;
  readonly provider: string;
  readonly name: string;
}

/** What the monitor keeps of what it consumes. Everything that writes holds the head to its commit. */
export abstract class MonitorStore {
  abstract head(): Promise<MonitorHead>;
  abstract lockHead(tx: Transaction): Promise<MonitorHead>;
  abstract moveHead(tx: Transaction, head: MonitorHead): Promise<void>;

  abstract nextOffset(topic: string, partition: number, tx?: Transaction): Promise<bigint | undefined>;
  abstract moveTo(tx: Transaction, topic: string, partition: number, nextOffset: bigint): Promise<void>;

  /** Keeps the batches that were not taken before, and answers which those are, as `position/part`. */
  abstract takeBatches(tx: Transaction, batches: readonly TakenBatch[], change: bigint): Promise<Set<string>>;
  /** The numbers of names; new names get one. */
  abstract numberProviders(tx: Transaction, names: readonly string[]): Promise<Map<string, number>>;
  abstract numberNames(
    tx: Transaction,
    what: 'account' | 'compute_cluster',
    names: readonly { providerId: number; name: string }[],
  ): Promise<{ id: number; providerId: number; name: string }[]>;
  abstract numberAccelerators(tx: Transaction, models: readonly string[]): Promise<Map<string, number>>;
  abstract addPostings(tx: Transaction, rows: PostedRows): Promise<void>;

  /** False: it is kept already. */
  abstract addCustomerFact(
    tx: Transaction,
    fact: { sequence: bigint; change: bigint; knownAtMs: number; bytes: Uint8Array },
  ): Promise<boolean>;
  abstract addFacilityFact(
    tx: Transaction,
    fact: { eventId: string; change: bigint; recordedAtMs: number; bytes: Uint8Array },
  ): Promise<boolean>;

  abstract providers(tx: Transaction): Promise<Map<string, number>>;
  abstract accelerators(tx: Transaction): Promise<Map<string, number>>;
  abstract names(tx: Transaction, what: 'account' | 'compute_cluster'): Promise<StoredName[]>;
  abstract accountTotals(tx: Transaction): Promise<StoredAccountTotal[]>;
  abstract clusterTotals(tx: Transaction): Promise<StoredClusterTotal[]>;
  /** In order, page by page. */
  abstract customerFacts(tx: Transaction, after: bigint, limit: number): Promise<{ sequence: bigint; bytes: Buffer }[]>;
  abstract facilityFacts(tx: Transaction, after: bigint, limit: number): Promise<{ position: bigint; bytes: Buffer }[]>;
}
