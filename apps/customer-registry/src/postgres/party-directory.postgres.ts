import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { PartyDirectory } from '../parties/party-directory.port.js';

@Injectable()
export class PostgresPartyDirectory extends PartyDirectory {
  async partiesOf(tx: Transaction, records: readonly string[], knownAtMs?: number): Promise<ReadonlyMap<string, string>> {
    const rows =
      knownAtMs === undefined
        ? await tx.query<{ record: string; party: string }>(
            'select record, current_party as party from party_record where record = any($1::uuid[])',
            [records],
          )
        : await tx.query<{ record: string; party: string }>(
            `select distinct on (record) record, party from party_resolution where record = any($1::uuid[]) and known_at_ms <= $2
             order by record, number desc`,
            [records, knownAtMs],
          );
    return new Map(rows.map(({ record, party }) => [record, party]));
  }

  async recordsOf(tx: Transaction, party: string, knownAtMs?: number): Promise<string[]> {
    const rows =
      knownAtMs === undefined
        ? await tx.query<{ record: string }>('select record from party_record where current_party = $1 order by record', [party])
        : await tx.query<{ record: string }>(
            `select record from (
               select distinct on (record) record, party from party_resolution
               where known_at_ms <= $2 and record in (select record from party_resolution where party = $1)
               order by record, number desc
             ) latest where party = $1 order by record`,
            [party, knownAtMs],
          );
    return rows.map(({ record }) => record);
  }
}
