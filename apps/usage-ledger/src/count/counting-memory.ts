import {
  bucketOf,
  ClaimBucket,
  DAY_MS,
  type KnownFacts,
  type LedgerMemory,
  type NameDictionary,
  type NodeHours,
  type StandingReport,
} from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { BucketKey, ChangedBucket, CountingStore, LedgerNames } from './counting-store.port.js';

interface CachedBucket extends BucketKey {
  providerId: number;
  /** Ledger position of its last change; 0: not stored yet. */
  version: number;
  claims: ClaimBucket;
}

/** Buckets kept beyond a transaction: some 200 MB at the most. */
const BUCKETS_MAX = 30_000;

/**
 * What counting remembers of the database between transactions: ids of names, which never change, and claim buckets, which are
 * saved with each transaction that claims in them. After a failure `forgetClaims` throws away what may not have been saved.
 */
export class CountingMemory implements LedgerMemory, LedgerNames {
  private readonly providers = new Names();
  private readonly sources = new Map<number, Names>();
  private readonly accounts = new Map<number, Names>();
  private readonly accountNames = new Map<number, string>();
  private readonly accelerators = new Names();
  private readonly nodes = new Map<number, Names>();
  private buckets = new Map<number, CachedBucket>();
  private lastKey = -1;
  private lastBucket: CachedBucket | undefined;
  private readonly dirty = new Set<CachedBucket>();

  constructor(
    private readonly store: CountingStore,
    private readonly facts: KnownFacts,
  ) {}

  provider = (id: number): string => this.providers.name(id);
  account = (id: number): string => present(this.accountNames.get(id), 'account', id);
  cluster = (id: number): string => present(this.facts.clusterById(id), 'compute cluster', id).name;
  accelerator = (id: number): string => this.accelerators.name(id);

  providerId = (name: string): number => this.providers.id(name);
  sourceId = (providerId: number, name: string): number => namesOf(this.sources, providerId).id(name);
  accountId = (providerId: number, name: string): number => namesOf(this.accounts, providerId).id(name);
  acceleratorId = (model: string): number => this.accelerators.id(model);
  nodeOrdinal = (clusterId: number, name: string): number => namesOf(this.nodes, clusterId).id(name);

  claimBucket(clusterId: number, bucket: number, day: number): ClaimBucket {
    const key = bucketKey(clusterId, bucket, day);
    if (key === this.lastKey) return this.lastBucket!.claims;
    const cached = present(this.buckets.get(key), 'claim bucket', key);
    this.dirty.add(cached);
    this.lastKey = key;
    this.lastBucket = cached;
    return cached.claims;
  }

  async learnProviders(names: Iterable<string>): Promise<void> {
    const missing = this.providers.missing(names);
    if (missing.length > 0) this.providers.learn(await this.store.providerIds(missing));
  }

  async learnSources(providerId: number, names: Iterable<string>): Promise<void> {
    const known = namesOf(this.sources, providerId);
    const missing = known.missing(names);
    if (missing.length > 0) known.learn(await this.store.idsOf('source', providerId, missing));
  }

  async learnAccounts(providerId: number, names: Iterable<string>): Promise<void> {
    const known = namesOf(this.accounts, providerId);
    const missing = known.missing(names);
    if (missing.length === 0) return;
    const ids = await this.store.idsOf('account', providerId, missing);
    known.learn(ids);
    for (const [name, id] of ids) this.accountNames.set(id, name);
  }

  async learnAccelerators(models: Iterable<string>): Promise<void> {
    const missing = this.accelerators.missing(models);
    if (missing.length > 0) this.accelerators.learn(await this.store.acceleratorIds(missing));
  }

  async learnNodes(clusterId: number, providerId: number, names: Iterable<string>): Promise<void> {
    const known = namesOf(this.nodes, clusterId);
    const missing = known.missing(names);
    if (missing.length > 0) known.learn(await this.store.nodeOrdinals(clusterId, providerId, missing));
  }

  /** Loads whatever folding these reports will ask for. */
  async prepareFor(reports: readonly StandingReport[], tx?: Transaction): Promise<void> {
    for (const [providerId, own] of Map.groupBy(reports, (report) => report.providerId)) await this.prepareAccounts(providerId, own);
    await this.prepareNodes(reports);
    await this.loadBuckets(this.missingBuckets(reports), tx);
  }

  private async prepareAccounts(providerId: number, reports: readonly StandingReport[]): Promise<void> {
    const unknown: { dictionary: NameDictionary; place: number }[] = [];
    for (const { columns, dictionary } of reports) {
      const { accountIds } = dictionary;
      for (let row = 0; row < columns.length; row++) {
        const place = columns.account[row]!;
        if (accountIds[place] !== 0) continue;
        accountIds[place] = -1;
        unknown.push({ dictionary, place });
      }
    }
    if (unknown.length === 0) return;
    // Looked up or still unknown: a failure in between must not leave a place that looks looked up.
    for (const { dictionary, place } of unknown) dictionary.accountIds[place] = 0;
    const names = unknown.map(({ dictionary, place }) => dictionary.names[place]!).filter((name) => name !== '');
    await this.learnAccounts(providerId, names);
    for (const { dictionary, place } of unknown) {
      const name = dictionary.names[place]!;
      if (name !== '') dictionary.accountIds[place] = this.accountId(providerId, name);
    }
  }

  private async prepareNodes(reports: readonly StandingReport[]): Promise<void> {
    const unknown = new Map<number, { providerId: number; places: { dictionary: NameDictionary; place: number }[] }>();
    for (const report of reports) {
      const { columns, dictionary, providerId } = report;
      this.eachRowOnNode(report, (row, clusterId, ordinals) => {
        const place = columns.node[row]!;
        if (ordinals[place]! >= 0) return;
        const own = unknown.get(clusterId) ?? { providerId, places: [] };
        unknown.set(clusterId, own);
        own.places.push({ dictionary, place });
      });
    }
    for (const [clusterId, { providerId, places }] of unknown) {
      await this.learnNodes(
        clusterId,
        providerId,
        places.map(({ dictionary, place }) => dictionary.names[place]!),
      );
      for (const { dictionary, place } of places) {
        dictionary.nodeOrdinals(clusterId)[place] = this.nodeOrdinal(clusterId, dictionary.names[place]!);
      }
    }
  }

  private missingBuckets(reports: readonly StandingReport[]): Map<number, BucketKey & { providerId: number }> {
    const missing = new Map<number, BucketKey & { providerId: number }>();
    let last = -1;
    for (const report of reports) {
      const { columns, providerId } = report;
      this.eachRowOnNode(report, (row, clusterId, ordinals) => {
        const bucket = bucketOf(ordinals[columns.node[row]!]!);
        const lastDay = Math.floor((columns.endMs[row]! - 1) / DAY_MS);
        for (let day = Math.floor(columns.startMs[row]! / DAY_MS); day <= lastDay; day++) {
          const key = bucketKey(clusterId, bucket, day);
          if (key === last) continue;
          last = key;
          if (!this.buckets.has(key)) missing.set(key, { clusterId, bucket, day, providerId });
        }
      });
    }
    return missing;
  }

  /** Loads what deciding these nodes again will ask for. */
  async prepareForNodes(nodes: readonly NodeHours[], tx: Transaction): Promise<void> {
    for (const [clusterId, own] of Map.groupBy(nodes, (node) => node.clusterId)) {
      await this.learnNodes(
        clusterId,
        own[0]!.providerId,
        own.map(({ node }) => node),
      );
    }
    const keys = new Map<number, BucketKey & { providerId: number }>();
    for (const { clusterId, providerId, node, hours } of nodes) {
      const bucket = bucketOf(this.nodeOrdinal(clusterId, node));
      for (const hour of hours) {
        const day = Math.floor(hour / 24);
        keys.set(bucketKey(clusterId, bucket, day), { clusterId, bucket, day, providerId });
      }
    }
    await this.loadBuckets(keys, tx);
  }

  /** The buckets that were claimed in, encoded. They count as saved at `version` once `claimsSaved` is called. */
  changedBuckets(): ChangedBucket[] {
    return Array.from(this.dirty, ({ claims, ...key }) => ({ ...key, state: claims.encode() }));
  }

  claimsSaved(version: number): void {
    this.lastKey = -1;
    for (const cached of this.dirty) cached.version = version;
    this.dirty.clear();
    for (const key of this.buckets.keys()) {
      if (this.buckets.size <= BUCKETS_MAX) break;
      this.buckets.delete(key);
    }
  }

  forgetClaims(): void {
    this.lastKey = -1;
    this.buckets = new Map();
    this.dirty.clear();
  }

  /** Rows that name a node of a cluster that is known. */
  private eachRowOnNode(report: StandingReport, visit: (row: number, clusterId: number, ordinals: Int32Array) => void): void {
    const { provider, columns, dictionary } = report;
    let place = -1;
    let clusterId: number | undefined;
    let ordinals: Int32Array | undefined;
    for (let row = 0; row < columns.length; row++) {
      if (columns.node[row] === 0) continue;
      if (columns.cluster[row] !== place) {
        place = columns.cluster[row]!;
        clusterId = this.facts.cluster(provider, dictionary.names[place]!)?.id;
        ordinals = clusterId === undefined ? undefined : dictionary.nodeOrdinals(clusterId);
      }
      if (ordinals) visit(row, clusterId!, ordinals);
    }
  }

  private async loadBuckets(keys: ReadonlyMap<number, BucketKey & { providerId: number }>, tx?: Transaction): Promise<void> {
    const missing = Array.from(keys).filter(([key]) => !this.buckets.has(key));
    if (missing.length === 0) return;
    const stored = await this.store.buckets(
      missing.map(([, bucket]) => bucket),
      tx,
    );
    const found = new Map(stored.map((bucket) => [bucketKey(bucket.clusterId, bucket.bucket, bucket.day), bucket]));
    for (const [key, bucket] of missing) {
      const saved = found.get(key);
      const claims = saved ? ClaimBucket.decode(bucket.day, saved.state) : new ClaimBucket(bucket.day);
      this.buckets.set(key, { ...bucket, version: saved?.version ?? 0, claims });
    }
  }
}

/** Ids by name, and back. */
class Names {
  private readonly ids = new Map<string, number>();
  private readonly names = new Map<number, string>();

  id = (name: string): number => present(this.ids.get(name), 'name', name);
  name = (id: number): string => present(this.names.get(id), 'id', id);

  missing(names: Iterable<string>): string[] {
    const missing = new Set<string>();
    for (const name of names) if (!this.ids.has(name)) missing.add(name);
    return [...missing];
  }

  learn(ids: ReadonlyMap<string, number>): void {
    for (const [name, id] of ids) {
      this.ids.set(name, id);
      this.names.set(id, name);
    }
  }
}

function namesOf(all: Map<number, Names>, id: number): Names {
  let names = all.get(id);
  if (!names) all.set(id, (names = new Names()));
  return names;
}

/** One exact integer: days until the year 2149, 65,536 buckets of 32 nodes, two million clusters. */
const bucketKey = (clusterId: number, bucket: number, day: number): number => (clusterId * 65_536 + bucket) * 65_536 + day;

function present<T>(value: T | undefined, what: string, id: string | number): T {
  if (value === undefined) throw new Error(`The ledger was asked for ${what} ${id}, which was not loaded`);
  return value;
}
