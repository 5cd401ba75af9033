import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import type { RegisteredCluster } from '../facilities/registered-facilities.js';
import type { Finding, PlacedFinding } from '../findings/finding.js';
import { type FindingsReader, InvalidPlace, type LastReport, type PageOfKind } from '../findings/findings.port.js';
import { OVER_CAPACITY_SQL, type OverCapacityRow, overCapacityFinding } from './over-capacity.postgres.js';
import { RANGES_MAX, SEQUENCE_GAPS_SQL, type SequenceGapRow, sequenceGapFinding } from './sequence-gaps.postgres.js';

@Injectable()
export class PostgresFindings implements FindingsReader {
  async storedKinds(tx: Transaction): Promise<string[]> {
    return (await tx.query<{ kind: string }>('select distinct kind from finding')).map((row) => row.kind);
  }

  async stored(tx: Transaction, kind: string, { filter, after, limit }: PageOfKind): Promise<PlacedFinding[]> {
    const [provider, source, cluster] = intsOf(after?.slice(0, 3), 3);
    const [accelerator, detail] = textsOf(after?.slice(3), 2);
    const rows = await tx.query<StoredRow>(STORED_SQL, [kind, ...namesOf(filter), provider, source, cluster, accelerator, detail, limit]);
    return rows.map(storedFinding);
  }

  async reportConflicts(tx: Transaction, { filter, after, limit }: PageOfKind): Promise<PlacedFinding[]> {
    const [position] = intsOf(after, 1);
    if (filter.cluster) return [];
    const rows = await tx.query<ConflictRow>(CONFLICTS_SQL, [filter.source?.provider, filter.source?.name, position, limit]);
    return rows.map(conflictFinding);
  }

  async sequenceGaps(tx: Transaction, { filter, after, limit }: PageOfKind): Promise<PlacedFinding[]> {
    const [source, epoch] = intsOf(after, 2);
    if (filter.cluster) return [];
    const rows = await tx.query<SequenceGapRow>(SEQUENCE_GAPS_SQL, [
      filter.source?.provider,
      filter.source?.name,
      source,
      epoch,
      limit,
      RANGES_MAX + 1,
    ]);
    return rows.map(sequenceGapFinding);
  }

  async overCapacity(
    tx: Transaction,
    clusters: readonly RegisteredCluster[],
    { filter, after, limit }: PageOfKind,
  ): Promise<PlacedFinding[]> {
    const [cluster, hour] = intsOf(after, 2);
    if (filter.source) return [];
    const asked = clusters.filter((c) => !filter.cluster || (c.provider === filter.cluster.provider && c.name === filter.cluster.name));
    const rows = await tx.query<OverCapacityRow>(OVER_CAPACITY_SQL, [
      asked.map((c) => c.provider),
      asked.map((c) => c.name),
      asked.map((c) => c.accelerators),
      asked.map((c) => c.inServiceFromMs),
      asked.map((c) => Math.min(c.inServiceToMs, Number.MAX_SAFE_INTEGER)),
      cluster,
      hour,
      limit,
    ]);
    return rows.map(overCapacityFinding);
  }

  async lastReports(tx: Transaction): Promise<LastReport[]> {
    const rows = await tx.query<{ provider: string; source: string; known_at_ms: string }>(
      `select p.name as provider, s.name as source, max(e.last_known_at_ms) as known_at_ms
       from source_epoch e join source s on s.id = e.source_id join provider p on p.id = s.provider_id group by p.name, s.name`,
    );
    return rows.map((row) => ({ provider: row.provider, source: row.source, knownAtMs: Number(row.known_at_ms) }));
  }

  async knowsSource(tx: Transaction, provider: string, name: string): Promise<boolean> {
    const rows = await tx.query('select 1 from provider p join source s on s.provider_id = p.id where p.name = $1 and s.name = $2', [
      provider,
      name,
    ]);
    return rows.length > 0;
  }

  async knowsCluster(tx: Transaction, provider: string, name: string): Promise<boolean> {
    const rows = await tx.query(
      'select 1 from provider p join compute_cluster c on c.provider_id = p.id where p.name = $1 and c.name = $2',
      [provider, name],
    );
    return rows.length > 0;
  }
}

/** A finding without a source or cluster has 0 there. Parameters 2 to 5: provider and source, provider and cluster, or null. */
const STORED_SQL = `
  select f.kind, f.provider_id, f.source_id, f.cluster_id, f.accelerator, f.detail, f.occurrences, f.first_known_at_ms, f.last_known_at_ms,
    p.name as provider, coalesce(s.name, '') as source, coalesce(c.name, '') as cluster
  from finding f join provider p on p.id = f.provider_id
  left join source s on s.id = f.source_id left join compute_cluster c on c.id = f.cluster_id
  where f.kind = $1
    and ($3::text is null or (p.name = $2 and s.name = $3)) and ($5::text is null or (p.name = $4 and c.name = $5))
    and ($6::bigint is null or (f.provider_id, f.source_id, f.cluster_id, f.accelerator, f.detail) > ($6, $7::bigint, $8::bigint, $9, $10))
  order by f.provider_id, f.source_id, f.cluster_id, f.accelerator, f.detail limit $11`;

const CONFLICTS_SQL = `
  select k.position, k.epoch, k.sequence, k.known_at_ms, encode(k.content_hash, 'hex') as hash, encode(r.content_hash, 'hex') as standing,
    p.name as provider, s.name as source
  from report_copy k join report r using (source_id, epoch, sequence) join source s on s.id = k.source_id join provider p on p.id = s.provider_id
  where k.conflict and ($2::text is null or (p.name = $1 and s.name = $2)) and ($3::bigint is null or k.position > $3)
  order by k.position limit $4`;

interface StoredRow extends Omit<Finding, 'firstKnownAtMs' | 'lastKnownAtMs' | 'occurrences'> {
  provider_id: number;
  source_id: number;
  cluster_id: number;
  occurrences: string;
  first_known_at_ms: string;
  last_known_at_ms: string;
}

const storedFinding = (row: StoredRow): PlacedFinding => ({
  place: [String(row.provider_id), String(row.source_id), String(row.cluster_id), row.accelerator, row.detail],
  finding: {
    kind: row.kind,
    provider: row.provider,
    source: row.source,
    cluster: row.cluster,
    accelerator: row.accelerator,
    detail: row.detail,
    firstKnownAtMs: Number(row.first_known_at_ms),
    lastKnownAtMs: Number(row.last_known_at_ms),
    occurrences: BigInt(row.occurrences),
  },
});

type ConflictRow = Record<'position' | 'epoch' | 'sequence' | 'known_at_ms' | 'hash' | 'standing' | 'provider' | 'source', string>;

const conflictFinding = (row: ConflictRow): PlacedFinding => ({
  place: [row.position],
  finding: {
    kind: 'REPORT_CONFLICT',
    provider: row.provider,
    source: row.source,
    cluster: '',
    accelerator: '',
    detail: `report ${row.epoch}/${row.sequence} came again as ${row.hash}; ${row.standing} stands`,
    firstKnownAtMs: Number(row.known_at_ms),
    lastKnownAtMs: Number(row.known_at_ms),
    occurrences: 1n,
  },
});

const namesOf = ({ source, cluster }: PageOfKind['filter']) => [source?.provider, source?.name, cluster?.provider, cluster?.name];

/** Whole numbers of a place, as text for bigint parameters; nulls on the first page. */
function intsOf(place: readonly string[] | undefined, length: number): (string | null)[] {
  if (!place) return new Array<null>(length).fill(null);
  if (place.length !== length || !place.every((part) => /^\d{1,18}$/.test(part))) throw new InvalidPlace();
  return [...place];
}

/** PostgreSQL's text holds no zero byte. */
function textsOf(place: readonly string[] | undefined, length: number): (string | null)[] {
  if (!place) return new Array<null>(length).fill(null);
  if (place.length !== length || place.some((part) => part.includes('\0'))) throw new InvalidPlace();
  return [...place];
}
