import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type PartyMark, PartyMarks } from '../parties/party-marks.port.js';
import { RETRIEVAL } from '../parties/strong-marks.js';

/** Of one key: what more records than this share tells nothing about any of them. */
const LOOKED_AT_MAX = 500;

@Injectable()
export class PostgresPartyMarks extends PartyMarks {
  async replace(tx: Transaction, record: string, marks: readonly PartyMark[], configuration: string): Promise<void> {
    await tx.query('delete from party_mark where record = $1', [record]);
    await tx.query(
      `insert into party_mark (record, kind, mark) select $1, kind, decode(mark, 'hex') from unnest($2::text[], $3::text[]) as m (kind, mark)
       on conflict do nothing`,
      [record, marks.map(({ kind }) => kind), marks.map(({ mark }) => mark.toString('hex'))],
    );
    await tx.query('update party_record set configuration = $2 where record = $1', [record, configuration]);
  }

  async sharing(tx: Transaction, record: string): Promise<ReadonlyMap<string, string[]>> {
    const rows = await tx.query<{ record: string; kinds: string[] }>(
      `select other.record, array_agg(distinct other.kind order by other.kind) as kinds
       from party_mark mine join party_mark other on other.kind = mine.kind and other.mark = mine.mark and other.record <> mine.record
       where mine.record = $1 and mine.kind <> $2 group by other.record order by other.record`,
      [record, RETRIEVAL],
    );
    return new Map(rows.map(({ record: other, kinds }) => [other, kinds]));
  }

  async near(tx: Transaction, record: string, limit: number): Promise<string[]> {
    const rows = await tx.query<{ record: string }>(
      `select record from (
         select other.record, count(*) over (partition by mine.mark) as frequency
         from party_mark mine cross join lateral
           (select record from party_mark where kind = $2 and mark = mine.mark and record <> $1 limit ${LOOKED_AT_MAX}) other
         where mine.record = $1 and mine.kind = $2) found
       group by record order by sum(1.0 / frequency) desc, record limit $3`,
      [record, RETRIEVAL, limit],
    );
    return rows.map(({ record: other }) => other);
  }
}
