import { Injectable } from '@nestjs/common';
import { int4Array, int8Array, numericArray, type Transaction, Transactions, textArray } from '@tidemark/persistence';
import {
  type BucketKey,
  type CommitOutcome,
  type CountingStore,
  type LedgerCommit,
  type LedgerHead,
  type LedgerNames,
  PartitionFenced,
  type PreparedCommit,
  type ReportId,
  StaleLedger,
  type StandingReportRow,
  type StoredBucket,
  type StoredFact,
  TotalOverflow,
} from '../count/counting-store.port.js';
import { commitParameters } from './commit-parameters.js';

const COMMIT_PARAMETERS = 61;
const COMMIT = `select count_batch(${Array.from({ length: COMMIT_PARAMETERS }, (_, i) => `$${i + 1}`).join(', ')}) as outcome`;

@Injectable()
export class PostgresCountingStore implements CountingStore {
  constructor(private readonly transactions: Transactions) {}

  async lockHead(tx: Transaction): Promise<LedgerHead> {
    return headOf(await tx.query('select position, known_at_ms, fact_position from ledger_head for update'));
  }

  async head(): Promise<LedgerHead> {
    return headOf(await this.query('select position, known_at_ms, fact_position from ledger_head'));
  }

  async nextOffset(topic: string, partition: number): Promise<bigint | undefined> {
    const rows = await this.query<{ next_offset: string }>('select next_offset from input_position where topic = $1 and partition = $2', [
      topic,
      partition,
    ]);
    return rows[0] && BigInt(rows[0].next_offset);
  }

  async originMarks(partition: number): Promise<Map<string, bigint>> {
    const rows = await this.query<{ stream: string; next_offset: string }>(
      'select stream, next_offset from origin_mark where partition = $1',
      [partition],
    );
    return new Map(rows.map((row) => [row.stream, BigInt(row.next_offset)]));
  }

  async sourcesWaitedFor(): Promise<Set<number>> {
    const rows = await this.query<{ source_id: number }>(`select distinct source_id from record_state where waiting_for like 'report:%'`);
    return new Set(rows.map((row) => row.source_id));
  }

  async awaited(keys: readonly string[]): Promise<Set<string>> {
    const rows = await this.query<{ waiting_for: string }>(
      'select distinct waiting_for from record_state where waiting_for = any($1::text[])',
      [textArray(keys)],
    );
    return new Set(rows.map((row) => row.waiting_for));
  }

  async facts(after: number, tx?: Transaction): Promise<StoredFact[]> {
    const rows = await this.query<{ position: string; event_id: string; event: Buffer; catalogue_version: number }>(
      'select position, event_id, event, catalogue_version from facility_fact where position > $1 order by position',
      [after],
      tx,
    );
    return rows.map((row) => ({
      position: Number(row.position),
      eventId: row.event_id,
      event: row.event,
      catalogueVersion: row.catalogue_version,
    }));
  }

  async hasFact(tx: Transaction, eventId: string): Promise<boolean> {
    return (await tx.query('select 1 from facility_fact where event_id = $1', [eventId])).length > 0;
  }

  async hasCounted(tx: Transaction, clusterId: number): Promise<boolean> {
    return (await tx.query('select 1 from hour_total where cluster_id = $1 limit 1', [clusterId])).length > 0;
  }

  async addFact(tx: Transaction, fact: StoredFact, knownAtMs: number): Promise<void> {
    await tx.query('insert into facility_fact (position, known_at_ms, event_id, event, catalogue_version) values ($1, $2, $3, $4, $5)', [
      fact.position,
      knownAtMs,
      fact.eventId,
      Buffer.from(fact.event),
      fact.catalogueVersion,
    ]);
    await tx.query('update ledger_head set position = $1, known_at_ms = $2, fact_position = $1', [fact.position, knownAtMs]);
  }

  async providerIds(names: readonly string[]): Promise<Map<string, number>> {
    await this.query('insert into provider (name) select distinct unnest($1::text[]) on conflict do nothing', [textArray(names)]);
    const rows = await this.query<NamedId>('select id, name from provider where name = any($1::text[])', [textArray(names)]);
    return byName(rows);
  }

  async idsOf(what: 'source' | 'account' | 'compute_cluster', providerId: number, names: readonly string[]): Promise<Map<string, number>> {
    const parameters = [providerId, textArray(names)];
    const known = await this.query<NamedId>(`select id, name from ${what} where provider_id = $1 and name = any($2::text[])`, parameters);
    if (known.length === new Set(names).size) return byName(known);
    await this.query(
      `insert into ${what} (provider_id, name) select distinct $1::int, n from unnest($2::text[]) as n
       where not exists (select 1 from ${what} where provider_id = $1 and name = n) on conflict do nothing`,
      parameters,
    );
    return byName(await this.query<NamedId>(`select id, name from ${what} where provider_id = $1 and name = any($2::text[])`, parameters));
  }

  async acceleratorIds(models: readonly string[]): Promise<Map<string, number>> {
    const parameters = [textArray(models)];
    await this.query(
      `insert into accelerator (model) select distinct n from unnest($1::text[]) as n
       where not exists (select 1 from accelerator where model = n) on conflict do nothing`,
      parameters,
    );
    return byName(await this.query<NamedId>('select id, model as name from accelerator where model = any($1::text[])', parameters));
  }

  nodeOrdinals(clusterId: number, providerId: number, names: readonly string[]): Promise<Map<string, number>> {
    const find = 'select ordinal as id, name from cluster_node where cluster_id = $1 and name = any($2::text[])';
    return this.transactions.run(async (tx) => {
      const known = byName(await tx.query<NamedId>(find, [clusterId, textArray(names)]));
      const missing = [...new Set(names)].filter((name) => !known.has(name));
      if (missing.length === 0) return known;
      // One instance at a time numbers the nodes of a cluster, so that ordinals stay dense and nodes reported together stand together.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('cluster_node', $1))`, [clusterId]);
      await tx.query(
        `insert into cluster_node (cluster_id, ordinal, provider_id, name)
         select $1, coalesce((select max(ordinal) + 1 from cluster_node where cluster_id = $1), 0) + row_number() over (order by n) - 1, $3, name
         from unnest($2::text[]) with ordinality as m (name, n)
         where not exists (select 1 from cluster_node c where c.cluster_id = $1 and c.name = m.name)`,
        [clusterId, textArray(missing), providerId],
      );
      return byName(await tx.query<NamedId>(find, [clusterId, textArray(names)]));
    });
  }

  async standingReports(ids: readonly ReportId[], tx?: Transaction): Promise<StandingReportRow[]> {
    if (ids.length === 0) return [];
    const rows = await this.query<{ source_id: number; epoch: string; sequence: string; position: string; content_hash: Buffer }>(
      `select r.source_id, r.epoch, r.sequence, r.position, r.content_hash from report r
       join unnest($1::int[], $2::bigint[], $3::numeric[]) as i (source_id, epoch, sequence) using (source_id, epoch, sequence)`,
      [int4Array(ids.map((id) => id.sourceId)), int8Array(ids.map((id) => id.epoch)), numericArray(ids.map((id) => id.sequence))],
      tx,
    );
    return rows.map((row) => ({
      sourceId: row.source_id,
      epoch: Number(row.epoch),
      sequence: BigInt(row.sequence),
      position: Number(row.position),
      contentHash: row.content_hash,
    }));
  }

  async maxSequences(sourceIds: readonly number[]): Promise<{ sourceId: number; epoch: number; maxSequence: bigint }[]> {
    const rows = await this.query<{ source_id: number; epoch: string; max_sequence: string }>(
      'select source_id, epoch, max_sequence from source_epoch where source_id = any($1::int[])',
      [int4Array(sourceIds)],
    );
    return rows.map((row) => ({ sourceId: row.source_id, epoch: Number(row.epoch), maxSequence: BigInt(row.max_sequence) }));
  }

  async buckets(keys: readonly BucketKey[], tx?: Transaction): Promise<StoredBucket[]> {
    if (keys.length === 0) return [];
    const rows = await this.query<{ cluster_id: number; bucket: number; day: number; version: string; state: Buffer }>(
      `select b.cluster_id, b.bucket, b.day, b.version, b.state from claim_bucket b
       join unnest($1::int[], $2::int[], $3::int[]) as k (cluster_id, bucket, day) using (cluster_id, bucket, day)`,
      [int4Array(keys.map((key) => key.clusterId)), int4Array(keys.map((key) => key.bucket)), int4Array(keys.map((key) => key.day))],
      tx,
    );
    return rows.map((row) => ({
      clusterId: row.cluster_id,
      bucket: row.bucket,
      day: row.day,
      version: Number(row.version),
      state: row.state,
    }));
  }

  prepare(commit: LedgerCommit, names: LedgerNames): PreparedCommit {
    try {
      return commitParameters(commit, names);
    } catch (error) {
      throw (error as { code?: string }).code === 'ERR_OUT_OF_RANGE'
        ? new TotalOverflow('one transaction adds more than 64 bits hold')
        : error;
    }
  }

  async commit(prepared: PreparedCommit, tx?: Transaction): Promise<CommitOutcome> {
    try {
      const rows = await this.query<{ outcome: CommitOutcome }>(COMMIT, prepared, tx);
      return rows[0]!.outcome;
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** In the transaction, or in one of its own. */
  private query<Row extends object>(sql: string, parameters?: readonly unknown[], tx?: Transaction): Promise<Row[]> {
    return tx ? tx.query<Row>(sql, parameters) : this.transactions.run((own) => own.query<Row>(sql, parameters));
  }
}

interface NamedId {
  id: number;
  name: string;
}

const byName = (rows: readonly NamedId[]): Map<string, number> => new Map(rows.map((row) => [row.name, row.id]));

function headOf(rows: object[]): LedgerHead {
  const row = rows[0] as { position: string; known_at_ms: string; fact_position: string };
  return { position: Number(row.position), knownAtMs: Number(row.known_at_ms), factPosition: Number(row.fact_position) };
}

function refusalOf(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? (error as { driverError?: { code?: string } }).driverError?.code;
  if (code === 'TM001') return new StaleLedger((error as Error).message);
  if (code === '22003') return new TotalOverflow((error as Error).message);
  if (code === 'TM002') return new PartitionFenced((error as Error).message);
  return error;
}
