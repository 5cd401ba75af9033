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

/** Where a partition goes on. */
export interface InputPosition {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
}

/** What a compute cluster did in an hour, all postings so far. */
export interface ClusterHourUse {
  readonly clusterId: number;
  readonly hour: number;
  readonly acceleratorMs: bigint;
}

/** A fact of customer.v1 as it came. */
export interface KeptCustomerFact {
  readonly sequence: bigint;
  readonly knownAtMs: number;
  readonly bytes: Uint8Array;
}

/** An order of case.v1, or its end, as it came. */
export interface KeptOrderFact {
  readonly sequence: bigint;
  readonly change: bigint;
  readonly knownAtMs: number;
  readonly bytes: Uint8Array;
}

/** What the monitor keeps of what it consumes. Everything that writes holds the head to its commit. */
export abstract class MonitorStore {
  abstract head(): Promise<MonitorHead>;
  abstract lockHead(tx: Transaction): Promise<MonitorHead>;
  /** The head as it is now, and the positions that moved. Positions never go back. */
  abstract moveHead(tx: Transaction, head: MonitorHead, positions?: readonly InputPosition[]): Promise<void>;

  abstract nextOffset(topic: string, partition: number): Promise<bigint | undefined>;
  abstract positions(tx: Transaction): Promise<InputPosition[]>;

  /** Keeps the batches that were not taken before, and answers which those are, as `position/part`. */
  abstract takeBatches(tx: Transaction, batches: readonly TakenBatch[], change: bigint): Promise<Set<string>>;
  /** Of batches that were taken in this change: they wait for the other parts of their ledger transaction. */
  abstract hold(tx: Transaction, batches: readonly Pick<TakenBatch, 'ledgerPosition' | 'part'>[]): Promise<void>;
  /** What waited of these ledger transactions waits no longer. */
  abstract release(tx: Transaction, ledgerPositions: readonly bigint[], change: bigint): Promise<void>;
  /** What waits, as it came. */
  abstract heldBatches(tx: Transaction): Promise<Buffer[]>;
  /** The numbers of names; new names get one. */
  abstract numberProviders(tx: Transaction, names: readonly string[]): Promise<Map<string, number>>;
  abstract numberNames(
    tx: Transaction,
    what: 'account' | 'compute_cluster',
    names: readonly { providerId: number; name: string }[],
  ): Promise<{ id: number; providerId: number; name: string }[]>;
  abstract numberAccelerators(tx: Transaction, models: readonly string[]): Promise<Map<string, number>>;
  /** Answers what the hours of compute clusters that the rows are of come to with them. */
  abstract addPostings(tx: Transaction, rows: PostedRows): Promise<ClusterHourUse[]>;

  /** Keeps the facts that are not kept yet, and answers the sequences of those. */
  abstract addCustomerFacts(tx: Transaction, facts: readonly KeptCustomerFact[], change: bigint): Promise<Set<bigint>>;
  /** False: it is kept already. */
  abstract addFacilityFact(
    tx: Transaction,
    fact: { eventId: string; change: bigint; recordedAtMs: number; bytes: Uint8Array },
  ): Promise<boolean>;

  /** False: it is kept already. */
  abstract addOrderFact(tx: Transaction, fact: KeptOrderFact): Promise<boolean>;

  abstract providers(tx: Transaction): Promise<Map<string, number>>;
  abstract accelerators(tx: Transaction): Promise<Map<string, number>>;
  abstract names(tx: Transaction, what: 'account' | 'compute_cluster'): Promise<StoredName[]>;
  abstract accountTotals(tx: Transaction): Promise<StoredAccountTotal[]>;
  abstract clusterTotals(tx: Transaction): Promise<StoredClusterTotal[]>;
  /** In order, page by page. */
  abstract customerFacts(tx: Transaction, after: bigint, limit: number): Promise<{ sequence: bigint; bytes: Buffer }[]>;
  abstract facilityFacts(tx: Transaction, after: bigint, limit: number): Promise<{ position: bigint; bytes: Buffer }[]>;
  /** All, in order: they are few. */
  abstract orderFacts(tx: Transaction): Promise<Buffer[]>;
}
