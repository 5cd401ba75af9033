import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import type { PostedSegment, PostingsReader } from '../postings/postings.port.js';
import { decodePostingColumns, type PostingColumns } from './posting-columns.js';

const SEGMENTS_AT_A_TIME = 16;

interface SegmentRow {
  last_position: string;
  known_at_ms: string;
  policy_version: number;
  catalogue_version: number;
  provider: string;
  postings: Buffer;
}

@Injectable()
export class PostgresPostings implements PostingsReader {
  async endOfPage(tx: Transaction, after: bigint, limit: number): Promise<bigint> {
    const [row] = await tx.query<{ position: string | null }>(
      `select max(last_position) as position from (
         select last_position from segment where last_position > $1 order by last_position fetch first ($2::int) rows with ties
       ) as page`,
      [after.toString(), limit],
    );
    return row?.position ? BigInt(row.position) : after;
  }

  async segments(tx: Transaction, after: bigint, upTo: bigint): Promise<PostedSegment[]> {
    const rows = await tx.query<SegmentRow>(
      `select g.last_position, g.known_at_ms, g.policy_version, g.catalogue_version, p.name as provider, g.postings
       from (
         select * from segment where last_position > $1 and last_position <= $2
         order by last_position fetch first ${SEGMENTS_AT_A_TIME} rows with ties
       ) as g join provider p on p.id = g.provider_id order by g.last_position, g.id`,
      [after.toString(), upTo.toString()],
    );
    const columns = rows.map((row) => decodePostingColumns(row.postings));
    const names = {
      accounts: await namesOf(tx, 'select id, name from account', columns, 'accountId'),
      clusters: await namesOf(tx, 'select id, name from compute_cluster', columns, 'clusterId'),
      accelerators: await namesOf(tx, 'select id, model as name from accelerator', columns, 'acceleratorId'),
    };
    return rows.map((row, i) => ({
      ledgerPosition: BigInt(row.last_position),
      knownAtMs: Number(row.known_at_ms),
      policyVersion: row.policy_version,
      catalogueVersion: row.catalogue_version,
      provider: row.provider,
      columns: columns[i]!,
      ...names,
    }));
  }
}

type IdColumn = 'accountId' | 'clusterId' | 'acceleratorId';

async function namesOf(tx: Transaction, select: string, columns: readonly PostingColumns[], id: IdColumn): Promise<Map<number, string>> {
  const ids = new Set<number>();
  for (const one of columns) for (let i = 0; i < one.length; i++) ids.add(one[id][i]!);
  const rows = await tx.query<{ id: number; name: string }>(`${select} where id = any($1::int[])`, [[...ids]]);
  return new Map(rows.map((row) => [row.id, row.name]));
}
