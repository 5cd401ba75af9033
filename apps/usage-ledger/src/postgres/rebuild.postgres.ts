import { Injectable } from '@nestjs/common';
import { int4Array, int8Array, type Transaction } from '@tidemark/persistence';
import { type Difference, LISTED_MAX } from '../rebuild/rebuild.js';
import type { EpochCounts, RebuildStore, SegmentPostings, SourceCounts, StoredSubmission } from '../rebuild/rebuild.port.js';
import { PostgresConservation } from './conservation.postgres.js';
import { decodePostingColumns, type PostingColumns } from './posting-columns.js';
import { type SegmentInputsRow, submissionsOf } from './submissions.postgres.js';

const SEGMENTS_AT_A_TIME = 16;
const TOTAL_KEY = 'provider_id, account_id, cluster_id, accelerator_id, hour';
const AMOUNTS = ['accelerator_ms', 'lower', 'expected', 'upper'] as const;

@Injectable()
export class PostgresRebuild implements RebuildStore {
  async *segmentPostings(tx: Transaction): AsyncIterable<SegmentPostings[]> {
    for await (const rows of segments<{ id: string; provider_id: number; postings: Buffer }>(tx, 'provider_id, postings'))
      yield rows.map((row) => ({ providerId: row.provider_id, columns: decodePostingColumns(row.postings) }));
  }

  async openRebuiltTotals(tx: Transaction): Promise<void> {
    await tx.query(
      `create temporary table rebuilt_posting (provider_id int, account_id int, cluster_id int, accelerator_id int, hour int,
         accelerator_ms bigint, lower bigint, expected bigint, upper bigint) on commit drop`,
    );
  }

  async addRebuiltTotals(tx: Transaction, providerId: number, columns: PostingColumns): Promise<void> {
    await tx.query(
      `insert into rebuilt_posting select $1, * from unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[])`,
      [
        providerId,
        int4Array(columns.accountId),
        int4Array(columns.clusterId),
        int4Array(columns.acceleratorId),
        int4Array(columns.hour),
        int8Array(columns.acceleratorMs),
        int8Array(columns.lower),
        int8Array(columns.expected),
        int8Array(columns.upper),
      ],
    );
  }

  async compareTotals(tx: Transaction) {
    const [counted] = await tx.query<{ totals: string }>('select count(*) as totals from hour_total');
    const rows = await tx.query<{ all: string; key: string } & Record<`stands_${Amount}` | `rebuilt_${Amount}`, string>>(COMPARE_SQL);
    const differences = rows.flatMap(({ key, ...row }): Difference[] =>
      AMOUNTS.filter((amount) => row[`stands_${amount}`] !== row[`rebuilt_${amount}`]).map((amount) => ({
        what: `${amount} of ${key}`,
        stands: row[`stands_${amount}`],
        rebuilt: row[`rebuilt_${amount}`],
      })),
    );
    return { totals: Number(counted!.totals), differing: Number(rows[0]?.all ?? 0), differences: differences.slice(0, LISTED_MAX) };
  }

  async *submissions(tx: Transaction): AsyncIterable<StoredSubmission[]> {
    for await (const rows of segments<SegmentInputsRow>(tx, 'first_position, positions, inputs')) yield await submissionsOf(tx, rows);
  }

  async sourceCounts(tx: Transaction): Promise<SourceCounts[]> {
    const ids = await tx.query<{ id: number; provider: string; source: string }>(
      'select s.id, p.name as provider, s.name as source from source s join provider p on p.id = s.provider_id',
    );
    const byName = new Map(ids.map((row) => [`${row.provider}/${row.source}`, row.id]));
    const counts = await new PostgresConservation().sources(tx);
    return counts.map((one) => ({ ...one, sourceId: byName.get(`${one.provider}/${one.source}`)! }));
  }

  async sourceEpochs(tx: Transaction): Promise<EpochCounts[]> {
    const rows = await tx.query<{ source_id: number; epoch: string; max_sequence: string; reports: string }>(
      'select source_id, epoch, max_sequence, reports from source_epoch',
    );
    return rows.map((row) => ({
      sourceId: row.source_id,
      epoch: Number(row.epoch),
      maxSequence: BigInt(row.max_sequence),
      reports: Number(row.reports),
    }));
  }

  async reportRows(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ count: string }>('select count(*) from report');
    return Number(row!.count);
  }

  async order(tx: Transaction) {
    const [row] = await tx.query<Record<'segments' | 'head' | 'last' | 'head_ms' | 'last_ms' | 'backwards', string>>(
      `select h.position as head, h.known_at_ms as head_ms, s.* from ledger_head h, (
         select count(*) as segments, coalesce(max(last_position), 0) as last, coalesce(max(known_at_ms), 0) as last_ms,
           count(*) filter (where known_at_ms < known_before) as backwards
         from (select last_position, known_at_ms, lag(known_at_ms) over (order by first_position) as known_before from segment) as ordered
       ) as s`,
    );
    return {
      segments: Number(row!.segments),
      headPosition: BigInt(row!.head),
      lastPosition: BigInt(row!.last),
      headKnownAtMs: Number(row!.head_ms),
      lastKnownAtMs: Number(row!.last_ms),
      backwards: Number(row!.backwards),
    };
  }
}

type Amount = (typeof AMOUNTS)[number];

/** A total that is nowhere is zero: a row of zeros says the same as none. */
const COMPARE_SQL = `
  with rebuilt as (select ${TOTAL_KEY}, ${AMOUNTS.map((a) => `sum(${a}) as ${a}`).join(', ')} from rebuilt_posting group by ${TOTAL_KEY}),
  compared as (
    select ${TOTAL_KEY}, ${AMOUNTS.map((a) => `coalesce(t.${a}, 0) as stands_${a}, coalesce(r.${a}, 0) as rebuilt_${a}`).join(', ')}
    from rebuilt r full join hour_total t using (${TOTAL_KEY})
  )
  select count(*) over () as all, format('provider %s account %s cluster %s accelerator %s hour %s', ${TOTAL_KEY}) as key,
    ${AMOUNTS.map((a) => `stands_${a}::text, rebuilt_${a}::text`).join(', ')}
  from compared where ${AMOUNTS.map((a) => `stands_${a} <> rebuilt_${a}`).join(' or ')}
  order by ${TOTAL_KEY} limit ${LISTED_MAX}`;

/** All segments in their order, a few at a time. */
async function* segments<Row extends { id: string }>(tx: Transaction, columns: string): AsyncIterable<Row[]> {
  let last = '-1';
  for (;;) {
    const rows = await tx.query<Row>(`select id, ${columns} from segment where id > $1 order by id limit ${SEGMENTS_AT_A_TIME}`, [last]);
    if (rows.length > 0) yield rows;
    if (rows.length < SEGMENTS_AT_A_TIME) return;
    last = rows.at(-1)!.id;
  }
}
