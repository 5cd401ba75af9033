import { bucketOf, ClaimBucket, DAY_MS, type KnownFacts, type LedgerMemory, type NodeHours, type StandingReport } from '@tidemark/domain';
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
  private buckets = new Map<string, CachedBucket>();
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
    const cached = present(this.buckets.get(bucketKey(clusterId, bucket, day)), 'claim bucket', day);
    this.dirty.add(cached);
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
    for (const [providerId, own] of Map.groupBy(reports, (report) => report.providerId)) {
      const accounts = new Set<string>();
      for (const { columns } of own) for (const place of distinct(columns.account, columns.length)) accounts.add(columns.names[place]!);
      await this.learnAccounts(providerId, accounts);
    }
    const nodes = new Map<number, { providerId: number; names: Set<string> }>();
    const eachNode = (visit: (report: StandingReport, row: number, clusterId: number) => void) => {
      for (const report of reports) this.eachRowOnNode(report, (row, clusterId) => visit(report, row, clusterId));
    };
    eachNode((report, row, clusterId) => {
      const own = nodes.get(clusterId) ?? { providerId: report.providerId, names: new Set() };
      nodes.set(clusterId, own);
      own.names.add(report.columns.names[report.columns.node[row]!]!);
    });
    for (const [clusterId, { providerId, names }] of nodes) await this.learnNodes(clusterId, providerId, names);
    const keys = new Map<string, BucketKey & { providerId: number }>();
    eachNode((report, row, clusterId) => {
      const { columns, providerId } = report;
      const bucket = bucketOf(this.nodeOrdinal(clusterId, columns.names[columns.node[row]!]!));
      const last = Math.floor((columns.endMs[row]! - 1) / DAY_MS);
      for (let day = Math.floor(columns.startMs[row]! / DAY_MS); day <= last; day++) {
        keys.set(bucketKey(clusterId, bucket, day), { clusterId, bucket, day, providerId });
      }
    });
    await this.loadBuckets(keys, tx);
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
    const keys = new Map<string, BucketKey & { providerId: number }>();
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
    for (const cached of this.dirty) cached.version = version;
    this.dirty.clear();
    for (const key of this.buckets.keys()) {
      if (this.buckets.size <= BUCKETS_MAX) break;
      this.buckets.delete(key);
    }
  }

  forgetClaims(): void {
    this.buckets = new Map();
    this.dirty.clear();
  }

  private eachRowOnNode({ provider, columns }: StandingReport, visit: (row: number, clusterId: number) => void): void {
    let place = -1;
    let clusterId: number | undefined;
    for (let row = 0; row < columns.length; row++) {
      if (columns.node[row] === 0) continue;
      if (columns.cluster[row] !== place) {
        place = columns.cluster[row]!;
        clusterId = this.facts.cluster(provider, columns.names[place]!)?.id;
      }
      if (clusterId !== undefined) visit(row, clusterId);
    }
  }

  private async loadBuckets(keys: ReadonlyMap<string, BucketKey & { providerId: number }>, tx?: Transaction): Promise<void> {
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

const bucketKey = (clusterId: number, bucket: number, day: number): string => `${clusterId}/${bucket}/${day}`;

function present<T>(value: T | undefined, what: string, id: string | number): T {
  if (value === undefined) throw new Error(`The ledger was asked for ${what} ${id}, which was not loaded`);
  return value;
}

function distinct(column: ArrayLike<number>, length: number): Set<number> {
  const values = new Set<number>();
  let last = -1;
  for (let i = 0; i < length; i++) {
    const value = column[i]!;
    if (value === last) continue;
    last = value;
    values.add(value);
  }
  return values;
}
