import type { Clock } from '@tidemark/access';
import { catalogueAfter, readFacilityEvent } from '@tidemark/contracts';
import {
  type AcceleratorCatalogue,
  type Candidate,
  CURRENT_METERING_POLICY,
  type Held,
  KnownFacts,
  LedgerChange,
  type LedgerRecord,
} from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { CountingMemory } from './counting-memory.js';
import {
  type CountingStore,
  type LedgerCommit,
  type LedgerHead,
  type LedgerRecords,
  type PreparedCommit,
  StaleLedger,
  type TakenInput,
} from './counting-store.port.js';
import { clusterOf, learnCluster } from './facility-facts.js';
import { settle } from './settle.js';
import { TakenPartitions } from './taken-partitions.js';

/** What a caller says of a commit; the rest is where the ledger stands. */
type Committed = Pick<LedgerCommit, 'head' | 'input' | 'reports' | 'reason' | 'change' | 'position'>;

/**
 * Where the ledger stands as this process knows it, and the ways to move it on. The head row has the last word: a commit on a head
 * that moved changes nothing and throws `StaleLedger`.
 *
 * Commits go to the database one after another while the next batch is already folded on what they will have made true. When one
 * fails, those behind it fail too, and `recover` begins again from the database.
 */
export class LedgerState {
  facts!: KnownFacts;
  catalogue!: AcceleratorCatalogue;
  memory!: CountingMemory;
  readonly partitions: TakenPartitions;
  private known: LedgerHead | undefined;
  /** The commits under way, in their order. Never rejects. */
  private underWay: Promise<void> = Promise.resolve();
  private failed = false;

  constructor(
    private readonly store: CountingStore,
    private readonly records: LedgerRecords,
    private readonly baseCatalogue: AcceleratorCatalogue,
    private readonly clock: Clock,
  ) {
    this.partitions = new TakenPartitions(store);
    this.forgetAll();
  }

  get head(): LedgerHead {
    if (!this.known) throw new Error('The ledger was used before it caught up');
    return this.known;
  }

  /** Something went wrong: what was made ready since may rest on what was never saved. */
  fail(): void {
    this.failed = true;
  }

  /**
   * To be called before anything is decided. After a failure it forgets what may not have been saved, or may have been changed by
   * somebody else. Facts and ids of names stay true.
   */
  async recover(): Promise<void> {
    if (!this.failed) return;
    await this.underWay;
    this.known = undefined;
    this.memory.forgetClaims();
    this.partitions.forgetAll();
    this.failed = false;
  }

  /** Resolves when no commit is under way. Throws `StaleLedger` when one of them failed: whatever rests on it must be decided again. */
  async drained(): Promise<void> {
    await this.underWay;
    if (this.failed) throw new StaleLedger('a transaction before this one failed');
  }

  /** After a failure in which facts were learnt that may not have been saved. */
  forgetAll(): void {
    this.known = undefined;
    this.catalogue = this.baseCatalogue;
    this.facts = new KnownFacts(this.baseCatalogue);
    this.memory = new CountingMemory(this.store, this.facts);
    this.partitions.forgetAll();
  }

  /** Brings head and facts to where the database is. */
  async catchUp(tx?: Transaction): Promise<void> {
    if (this.known && !tx) return;
    const head = tx ? await this.store.lockHead(tx) : await this.store.head();
    if (this.known?.position !== head.position) this.memory.forgetClaims();
    if (head.factPosition > this.facts.position) await this.learnFacts(tx);
    await this.memory.learnAccelerators(this.catalogue.entries.map((entry) => entry.model));
    this.known = head;
  }

  private async learnFacts(tx?: Transaction): Promise<void> {
    const facts = (await this.store.facts(this.facts.position, tx)).map(({ position, event }) => ({
      position,
      event: readFacilityEvent(event),
    }));
    const ids = await this.clusterIds(facts.flatMap(({ event }) => clusterOf(event) ?? []));
    for (const { position, event } of facts) {
      const catalogue = catalogueAfter(event, this.catalogue);
      if (catalogue) this.learnCatalogue(catalogue, position);
      const cluster = clusterOf(event);
      if (cluster) learnCluster(event, ids.get(cluster.provider)!.get(cluster.name)!, position, this.facts);
      this.facts.position = position;
    }
  }

  /** Ids by provider and name: one question a provider, however many clusters it has. */
  private async clusterIds(clusters: readonly { provider: string; name: string }[]): Promise<Map<string, Map<string, number>>> {
    const ids = new Map<string, Map<string, number>>();
    const providers = Map.groupBy(clusters, ({ provider }) => provider);
    await this.memory.learnProviders(providers.keys());
    for (const [provider, own] of providers) {
      const names = own.map(({ name }) => name);
      ids.set(provider, await this.store.idsOf('compute_cluster', this.memory.providerId(provider), names));
    }
    return ids;
  }

  async clusterId(cluster: { provider: string; name: string }): Promise<number> {
    return (await this.clusterIds([cluster])).get(cluster.provider)!.get(cluster.name)!;
  }

  learnCatalogue(catalogue: AcceleratorCatalogue, position: number): void {
    this.catalogue = catalogue;
    this.facts.addCatalogue(position, catalogue);
  }

  /** A fact was added in the open transaction, at the next position. */
  factAdded(position: number, knownAtMs: number): void {
    this.known = { position, knownAtMs, factPosition: position };
    this.facts.position = position;
  }

  /** Moves the partition's position; `change` holds findings at the most. */
  commitNothing(input: TakenInput, tx: Transaction, change = new LedgerChange()): Promise<void> {
    const head = this.head;
    return this.commit({ head, input, reports: [], reason: 'reports', change, position: head.position }, tx);
  }

  async settleAndCommit(tx: Transaction, candidates: readonly Candidate[], position: number): Promise<void> {
    const { facts, memory, records } = this;
    const change = await settle(candidates, { tx, facts, memory, records, policy: CURRENT_METERING_POLICY, position });
    const providers = new Set(change.totals.sortedRows().map((row) => change.totals.series[change.totals.rowSeries[row]!]!.providerId));
    const head = this.head;
    await this.commit({ head, input: undefined, reports: [], reason: 'settlement', change, position: head.position + providers.size }, tx);
  }

  /** Records that waited go on being held, for another reason. */
  holdAndCommit(tx: Transaction, records: readonly LedgerRecord[], held: Held): Promise<void> {
    const change = new LedgerChange();
    for (const record of records) {
      const { providerId, sourceId } = record;
      change.states.push({ ...record, held });
      change.find({ kind: held.reason, providerId, sourceId, clusterId: 0, accelerator: '', detail: '' });
    }
    const head = this.head;
    return this.commit({ head, input: undefined, reports: [], reason: 'settlement', change, position: head.position }, tx);
  }

  /**
   * Resolves when the transaction is committed; what is folded meanwhile may rest on it. Inside an open transaction it is carried out
   * at once: nothing else is under way then.
   */
  commit(commit: Committed, tx?: Transaction): Promise<void> {
    const knownAtMs = this.knownAt();
    const versions = { policyVersion: CURRENT_METERING_POLICY.version, catalogueVersion: this.catalogue.version };
    const prepared = this.store.prepare({ ...commit, ...versions, knownAtMs, buckets: this.memory.changedBuckets() }, this.memory);
    this.memory.claimsSaved(commit.position);
    this.known = { position: commit.position, knownAtMs, factPosition: commit.head.factPosition };
    const carriedOut = tx ? this.carryOut(prepared, tx) : this.underWay.then(() => this.carryOut(prepared));
    if (!tx) this.underWay = carriedOut.catch(() => undefined);
    return carriedOut;
  }

  private async carryOut(prepared: PreparedCommit, tx?: Transaction): Promise<void> {
    if (this.failed) throw new StaleLedger('a transaction before this one failed');
    try {
      if ((await this.store.commit(prepared, tx)) === 'head') throw new StaleLedger('somebody else counted');
    } catch (error) {
      this.fail();
      throw error;
    }
  }

  /** Rises with every commit, whatever a machine's clock does: what was known at a moment stays what was known at it. */
  knownAt(): number {
    return Math.max(this.clock.now(), this.head.knownAtMs + 1);
  }
}
