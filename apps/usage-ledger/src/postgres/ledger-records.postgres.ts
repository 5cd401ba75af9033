import { Injectable } from '@nestjs/common';
import {
  bucketOf,
  hourOf,
  isLive,
  type KnownFacts,
  keyOf,
  type LedgerRecord,
  lastHourOf,
  type NodeHours,
  recordKey,
} from '@tidemark/domain';
import { int4Array, int8Array, numericArray, type Transaction, textArray } from '@tidemark/persistence';
import type { LedgerRecords, LoadedTrees, RecordPlace } from '../count/counting-store.port.js';
import { RecordReader } from './record-reader.js';

type Reference = { position: number; index: number };

@Injectable()
export class PostgresLedgerRecords implements LedgerRecords {
  async waiting(tx: Transaction, keys: readonly string[], after: RecordPlace, limit: number, facts: KnownFacts): Promise<LedgerRecord[]> {
    const rows = await tx.query<{ position: string; index: number }>(
      `select report_position as position, index from record_state
       where waiting_for = any($1::text[]) and (report_position, index) > ($2, $3) order by report_position, index limit $4`,
      [textArray(keys), after.reportPosition, after.index, limit],
    );
    return new RecordReader(tx, facts).records(rows.map(reference));
  }

  async correctionsOf(tx: Transaction, position: number, facts: KnownFacts): Promise<LedgerRecord[]> {
    const records = await new RecordReader(tx, facts).recordsOf([position], (columns, row) => columns.corrections.has(row));
    return records.sort((a, b) => a.index - b.index);
  }

  async trees(tx: Transaction, corrections: readonly LedgerRecord[], facts: KnownFacts): Promise<LoadedTrees> {
    const reader = new RecordReader(tx, facts);
    const found = new Map<string, LedgerRecord>(corrections.map((record) => [keyOf(record), record]));
    const reports = new Map<string, LoadedTrees['reports'][number]>();
    for (let fresh = [...found.values()]; fresh.length > 0; ) {
      const refs = [...(await targets(tx, reader, fresh, reports)), ...(await children(tx, fresh))];
      const missing = refs.filter((ref) => !found.has(recordKey(ref.position, ref.index)));
      fresh = await reader.records(distinct(missing));
      for (const record of fresh) found.set(keyOf(record), record);
    }
    return { records: [...found.values()], reports: [...reports.values()] };
  }

  async liveOnNodes(tx: Transaction, nodes: readonly NodeHours[], facts: KnownFacts): Promise<LedgerRecord[]> {
    if (nodes.length === 0) return [];
    const positions = await reportsOnNodes(tx, nodes);
    const wanted = new Map(nodes.map((node) => [`${node.clusterId}/${node.node}`, node]));
    const names = new Set(nodes.map(({ node }) => node));
    const records = await new RecordReader(tx, facts).recordsOf(positions, (columns, row) => names.has(columns.names[columns.node[row]!]!));
    return records.filter((record) => {
      const node = wanted.get(`${record.clusterId}/${record.node}`);
      return node !== undefined && isLive(record) && touches(record, node.hours);
    });
  }
}

const reference = (row: { position: string; index: number }): Reference => ({ position: Number(row.position), index: row.index });

const distinct = (refs: readonly Reference[]): Reference[] => [
  ...new Map(refs.map((ref) => [recordKey(ref.position, ref.index), ref])).values(),
];

/** The records that corrections name, as far as their reports have arrived; remembers the reports. */
async function targets(
  tx: Transaction,
  reader: RecordReader,
  records: readonly LedgerRecord[],
  reports: Map<string, LoadedTrees['reports'][number]>,
): Promise<Reference[]> {
  const corrections = records.filter((record) => record.target);
  if (corrections.length === 0) return [];
  const rows = await tx.query<{ n: string; position: string }>(
    `select c.n, r.position from unnest($1::int[], $2::bigint[], $3::numeric[]) with ordinality as c (source_id, epoch, sequence, n)
     join report r on r.source_id = c.source_id and r.epoch = c.epoch and r.sequence = c.sequence where not r.opaque`,
    [
      int4Array(corrections.map((record) => record.sourceId)),
      int8Array(corrections.map((record) => record.target!.epoch)),
      numericArray(corrections.map((record) => record.target!.sequence)),
    ],
  );
  const refs: Reference[] = [];
  for (const row of rows) {
    const { sourceId, target } = corrections[Number(row.n) - 1]!;
    const { position, recordCount, rejected } = await reader.report(Number(row.position));
    const { epoch, sequence, index } = target!;
    reports.set(`${sourceId}/${epoch}/${sequence}`, { sourceId, epoch, sequence, position, recordCount, rejected });
    refs.push({ position, index });
  }
  return refs;
}

/** The corrections that name these records. */
async function children(tx: Transaction, records: readonly LedgerRecord[]): Promise<Reference[]> {
  const rows = await tx.query<{ position: string; index: number }>(
    `select s.report_position as position, s.index from record_state s
     join unnest($1::int[], $2::bigint[], $3::numeric[], $4::int[]) as t (source_id, epoch, sequence, index)
       on s.source_id = t.source_id and s.target_epoch = t.epoch and s.target_sequence = t.sequence and s.target_index = t.index`,
    [
      int4Array(records.map((record) => record.sourceId)),
      int8Array(records.map((record) => record.epoch)),
      numericArray(records.map((record) => record.sequence)),
      int4Array(records.map((record) => record.index)),
    ],
  );
  return rows.map(reference);
}

/** Reports that may speak of the nodes in their hours: by cluster, hours and bucket, so a few too many. */
async function reportsOnNodes(tx: Transaction, nodes: readonly NodeHours[]): Promise<number[]> {
  const ordinals = await tx.query<{ n: string; ordinal: number }>(
    `select t.n, c.ordinal from unnest($1::int[], $2::text[]) with ordinality as t (cluster_id, name, n)
     join cluster_node c on c.cluster_id = t.cluster_id and c.name = t.name`,
    [int4Array(nodes.map((node) => node.clusterId)), textArray(nodes.map(({ node }) => node))],
  );
  const spans = ordinals.map((row) => ({ node: nodes[Number(row.n) - 1]!, bucket: bucketOf(row.ordinal) }));
  const rows = await tx.query<{ position: string }>(
    `select distinct s.position from unnest($1::int[], $2::int[], $3::int[], $4::int[]) as w (cluster_id, bucket, first_hour, last_hour)
     join report_span s on s.cluster_id = w.cluster_id and s.last_hour >= w.first_hour and s.first_hour <= w.last_hour
       and s.first_bucket <= w.bucket and s.last_bucket >= w.bucket order by s.position`,
    [
      int4Array(spans.map(({ node }) => node.clusterId)),
      int4Array(spans.map(({ bucket }) => bucket)),
      int4Array(spans.map(({ node }) => Math.min(...node.hours))),
      int4Array(spans.map(({ node }) => Math.max(...node.hours))),
    ],
  );
  return rows.map((row) => Number(row.position));
}

function touches(record: LedgerRecord, hours: ReadonlySet<number>): boolean {
  for (let hour = hourOf(record.startMs); hour <= lastHourOf(record.endMs); hour++) if (hours.has(hour)) return true;
  return false;
}
