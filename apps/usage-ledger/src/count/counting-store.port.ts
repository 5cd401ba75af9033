import type { KnownFacts, LedgerChange, LedgerRecord, NodeHours } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** Where the ledger stands. */
export interface LedgerHead {
  position: number;
  knownAtMs: number;
  /** Ledger position of the last facility fact. */
  factPosition: number;
}

export interface StoredFact {
  position: number;
  eventId: string;
  event: Uint8Array;
  catalogueVersion: number;
}

export interface BucketKey {
  clusterId: number;
  bucket: number;
  day: number;
}
export interface StoredBucket extends BucketKey {
  version: number;
  state: Uint8Array;
}
export interface ChangedBucket extends StoredBucket {
  providerId: number;
}

export interface ReportId {
  sourceId: number;
  epoch: number;
  sequence: bigint;
}
export interface StandingReportRow extends ReportId {
  position: number;
  contentHash: Buffer;
}

/** A report that stands from now on, or a copy of one that stood. */
export interface TakenReport extends ReportId {
  providerId: number;
  position: number;
  contentHash: Uint8Array;
  receivedAtMs: number;
  recordCount: number;
  opaque: boolean;
  /** undefined: standing. */
  copy: 'duplicate' | 'conflict' | undefined;
  envelope: Uint8Array;
}

/** What one transaction took from a partition. */
export interface TakenInput {
  topic: string;
  partition: number;
  /** Undefined: nothing was ever taken of the partition. */
  from: bigint | undefined;
  to: bigint;
  /** Next origin offset of each stream that moved. */
  marks: ReadonlyMap<string, bigint>;
}

export interface LedgerCommit {
  head: LedgerHead;
  /** Position and time of the ledger after the commit. */
  position: number;
  knownAtMs: number;
  input: TakenInput | undefined;
  reports: readonly TakenReport[];
  /** Causes of postings besides reports: 'settlement'. Each takes the next position, by provider. */
  reason: 'reports' | 'settlement';
  change: LedgerChange;
  buckets: readonly ChangedBucket[];
  policyVersion: number;
  catalogueVersion: number;
}

/** Opaque to everybody but the store. */
export type PreparedCommit = readonly unknown[];

/** The ledger's names by id: what postings are published with. */
export interface LedgerNames {
  provider(id: number): string;
  account(id: number): string;
  cluster(id: number): string;
  accelerator(id: number): string;
}

/** 'head': somebody else counted since the head was read; nothing was changed. */
export type CommitOutcome = 'done' | 'head';

/** What counting needs from storage. Without a transaction, a call is one of its own. */
export interface CountingStore {
  /** Locks the head until the transaction ends: nobody else counts meanwhile. */
  lockHead(tx: Transaction): Promise<LedgerHead>;
  head(): Promise<LedgerHead>;
  nextOffset(topic: string, partition: number): Promise<bigint | undefined>;
  originMarks(partition: number): Promise<Map<string, bigint>>;
  /** Sources for which some correction waits for its target's report. */
  sourcesWaitedFor(): Promise<Set<number>>;
  /** Those of the keys that some record waits for. */
  awaited(keys: readonly string[]): Promise<Set<string>>;

  facts(after: number, tx?: Transaction): Promise<StoredFact[]>;
  hasFact(tx: Transaction, eventId: string): Promise<boolean>;
  /** Whether anything was ever counted in the compute cluster. */
  hasCounted(tx: Transaction, clusterId: number): Promise<boolean>;
  addFact(tx: Transaction, fact: StoredFact, knownAtMs: number): Promise<void>;

  /** Ids by name, made when missing. Names may stay although nothing is counted for them. */
  providerIds(names: readonly string[]): Promise<Map<string, number>>;
  idsOf(what: 'source' | 'account' | 'compute_cluster', providerId: number, names: readonly string[]): Promise<Map<string, number>>;
  acceleratorIds(models: readonly string[]): Promise<Map<string, number>>;
  /** Ordinals of all nodes of a cluster that are asked for. */
  nodeOrdinals(clusterId: number, providerId: number, names: readonly string[]): Promise<Map<string, number>>;

  standingReports(ids: readonly ReportId[], tx?: Transaction): Promise<StandingReportRow[]>;
  maxSequences(sourceIds: readonly number[]): Promise<{ sourceId: number; epoch: number; maxSequence: bigint }[]>;
  buckets(keys: readonly BucketKey[], tx?: Transaction): Promise<StoredBucket[]>;

  /** Encodes a transaction: what it was made of may change afterwards. */
  prepare(commit: LedgerCommit, names: LedgerNames): PreparedCommit;
  /** Everything of one transaction at once. Throws `StaleLedger` (retryable) or `PartitionFenced` (the caller is a zombie there). */
  commit(prepared: PreparedCommit, tx?: Transaction): Promise<CommitOutcome>;
}

/** What settling needs: records with their content, wherever they are in the ledger. `facts` ties cluster names to ids. */
export interface LedgerRecords {
  /** Records behind `after` that wait for any of the keys, in ledger order, at most `limit`. */
  waiting(tx: Transaction, keys: readonly string[], after: RecordPlace, limit: number, facts: KnownFacts): Promise<LedgerRecord[]>;
  /** All records in trees with the given corrections, and the reports that they name. */
  trees(tx: Transaction, corrections: readonly LedgerRecord[], facts: KnownFacts): Promise<LoadedTrees>;
  /** Corrections of one report, in order of their index. */
  correctionsOf(tx: Transaction, position: number, facts: KnownFacts): Promise<LedgerRecord[]>;
  /** Live records that name one of the nodes and touch one of its hours. */
  liveOnNodes(tx: Transaction, nodes: readonly NodeHours[], facts: KnownFacts): Promise<LedgerRecord[]>;
}

export interface RecordPlace {
  reportPosition: number;
  index: number;
}

export interface LoadedTrees {
  records: LedgerRecord[];
  reports: { sourceId: number; epoch: number; sequence: bigint; position: number; recordCount: number; rejected: Set<number> }[];
}

export const CountingStore = Symbol('CountingStore');
export const LedgerRecords = Symbol('LedgerRecords');

/** Somebody else changed what the fold rested on: fold again. */
export class StaleLedger extends Error {
  readonly retryable = true;
}

/** A total would leave its 64 bits. Nothing was changed; counting the same again cannot end otherwise. */
export class TotalOverflow extends Error {
  readonly retryable = false;
}

/** The partition's position was moved by somebody else: what this consumer holds of it is worthless. */
export class PartitionFenced extends Error {
  readonly retryable = true;
}
