import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import type { ConservationReader, SourceConservation } from '../conservation/conservation.port.js';

@Injectable()
export class PostgresConservation implements ConservationReader {
  async sources(tx: Transaction, only?: { provider: string; source: string }): Promise<SourceConservation[]> {
    const rows = await tx.query<Row>(
      `select p.name as provider, s.name as source, c.* from source_count c
       join source s on s.id = c.source_id join provider p on p.id = s.provider_id
       ${only ? 'where p.name = $1 and s.name = $2' : ''} order by p.name, s.name`,
      only ? [only.provider, only.source] : [],
    );
    return rows.map(conservationOf);
  }
}

type Count = `${'records' | 'ms'}_${'received' | 'counted' | 'held' | 'duplicate' | 'conflict' | 'replaced'}`;
/** Rejected records have no accelerator-milliseconds: what they say was not believed. */
type Row = Record<Count | 'records_rejected' | 'opaque_reports' | 'provider' | 'source', string>;

const conservationOf = (row: Row): SourceConservation => ({
  provider: row.provider,
  source: row.source,
  records: {
    received: BigInt(row.records_received),
    counted: BigInt(row.records_counted),
    held: BigInt(row.records_held),
    duplicate: BigInt(row.records_duplicate),
    conflict: BigInt(row.records_conflict),
    rejected: BigInt(row.records_rejected),
    replaced: BigInt(row.records_replaced),
  },
  acceleratorMs: {
    received: BigInt(row.ms_received),
    counted: BigInt(row.ms_counted),
    held: BigInt(row.ms_held),
    duplicate: BigInt(row.ms_duplicate),
    conflict: BigInt(row.ms_conflict),
    rejected: 0n,
    replaced: BigInt(row.ms_replaced),
  },
  opaqueReports: BigInt(row.opaque_reports),
});
