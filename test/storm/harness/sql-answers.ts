/** The ledger's answers read from its tables, for tests that run no server. */
import type pg from 'pg';
import { type Conservation, type Counts, FATES, sourceKey } from '../../truth/truth.model.js';
import type { LedgerAnswers, ReportJson } from './ledger-state.js';

export interface ReportId {
  provider: string;
  source: string;
  epoch: number;
  sequence: bigint;
}

export function sqlAnswers(client: pg.Client, report: (id: ReportId) => Promise<ReportJson>): LedgerAnswers {
  return {
    conservation: () => conservation(client),
    findings: () => findings(client),
    report: (provider, source, epoch, sequence) => report({ provider, source, epoch, sequence }),
  };
}

async function conservation(client: pg.Client): Promise<Map<string, Conservation>> {
  const { rows } = await client.query<Record<string, string>>(
    'select p.name as provider, s.name as source, c.* from source_count c join source s on s.id = c.source_id join provider p on p.id = s.provider_id',
  );
  const counts = (row: Record<string, string>, what: 'records' | 'ms'): Counts =>
    Object.fromEntries((['received', ...FATES] as const).map((fate) => [fate, BigInt(row[`${what}_${fate}`] ?? 0)])) as Counts;
  return new Map(
    rows.map((row) => [
      sourceKey(row.provider!, row.source!),
      { records: counts(row, 'records'), acceleratorMs: counts(row, 'ms'), opaqueReports: BigInt(row.opaque_reports!) },
    ]),
  );
}

/** Those made while counting, and conflicts and gaps by the plain words of their rules. */
async function findings(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query<{ key: string }>(
    `select f.kind || ' ' || p.name || '/' || coalesce(c.name, s.name, '') as key from finding f join provider p on p.id = f.provider_id
       left join source s on s.id = f.source_id left join compute_cluster c on c.id = f.cluster_id
     union select 'REPORT_CONFLICT ' || p.name || '/' || s.name from report_copy k join source s on s.id = k.source_id join provider p on p.id = s.provider_id where k.conflict
     union select 'SEQUENCE_GAP ' || p.name || '/' || s.name from source_epoch e join source s on s.id = e.source_id join provider p on p.id = s.provider_id where e.max_sequence <> e.reports`,
  );
  return new Set(rows.map(({ key }) => key));
}
