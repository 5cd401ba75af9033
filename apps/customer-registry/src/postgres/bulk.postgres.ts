import { Injectable } from '@nestjs/common';
import { byteaArray, int4Array, type Transaction } from '@tidemark/persistence';
import { SealingKeys } from '@tidemark/sealing';
import type { BulkFormat, BulkRow } from '../bulk/bulk-file.js';
import {
  type BulkOnboarding,
  BulkOnboardings,
  type RowFilter,
  type RowProblem,
  type RowVerdict,
  type VerdictOnRow,
} from '../bulk/bulk-onboardings.port.js';

interface BulkTableRow {
  id: string;
  provider: string;
  format: BulkFormat;
  rows: number;
  onboarded: number;
  existing: number;
  rejected: number;
  started_by: string;
  started_at_ms: string;
  done_at_ms: string | null;
}

interface VerdictRow {
  row: number;
  verdict: VerdictOnRow['verdict'];
  customer: string | null;
  problems: RowProblem[] | null;
}

const ownerOf = (bulk: string): string => `bulk/${bulk}`;
const place = (row: number): string => `row/${row}`;

@Injectable()
export class PostgresBulkOnboardings extends BulkOnboardings {
  constructor(private readonly keys: SealingKeys) {
    super();
  }

  async start(tx: Transaction, bulk: BulkOnboarding, rows: readonly BulkRow[]): Promise<void> {
    const { id, provider, format, startedBy, startedAtMs } = bulk;
    const key = await this.keys.make(tx, { owner: ownerOf(id), provider, nowMs: startedAtMs });
    await tx.query('insert into bulk_onboarding (id, provider, format, rows, started_by, started_at_ms) values ($1, $2, $3, $4, $5, $6)', [
      id,
      provider,
      format,
      rows.length,
      startedBy,
      startedAtMs,
    ]);
    const sealed = rows.map((row, at) => key.sealJson(place(at + 1), row));
    await tx.query(
      `insert into bulk_row (bulk, row, provider, content)
       select $1, row, $2, content from unnest($3::int4[], $4::bytea[]) as sent (row, content)`,
      [id, provider, int4Array(rows.map((_, at) => at + 1)), byteaArray(sealed)],
    );
  }

  async find(tx: Transaction, id: string): Promise<BulkOnboarding | undefined> {
    return (await tx.query<BulkTableRow>('select * from bulk_onboarding where id = $1', [id])).map(onboardingOf)[0];
  }

  async list(
    tx: Transaction,
    { before, limit }: { before?: readonly [number, string] | undefined; limit: number },
  ): Promise<BulkOnboarding[]> {
    const rows = await tx.query<BulkTableRow>(
      `select * from bulk_onboarding where $1::bigint is null or (started_at_ms, id) < ($1, $2::uuid)
       order by started_at_ms desc, id desc limit $3`,
      [before?.[0] ?? null, before?.[1] ?? null, limit],
    );
    return rows.map(onboardingOf);
  }

  async waiting(tx: Transaction, id: string, limit: number): Promise<{ row: number; content: BulkRow }[]> {
    const rows = await tx.query<{ row: number; content: Buffer }>(
      `select row, content from bulk_row where bulk = $1 and verdict = 'WAITING' order by row limit $2`,
      [id, limit],
    );
    if (rows.length === 0) return [];
    const key = await this.keys.find(tx, ownerOf(id));
    if (!key) throw new Error(`The key of the bulk onboarding ${id} was destroyed before its rows had verdicts`);
    return rows.map(({ row, content }) => ({ row, content: key.openJson<BulkRow>(place(row), content) }));
  }

  async decide(tx: Transaction, id: string, row: number, verdict: RowVerdict): Promise<void> {
    const customer = 'customer' in verdict ? verdict.customer : null;
    const problems = 'problems' in verdict ? JSON.stringify(verdict.problems) : null;
    await tx.query('update bulk_row set verdict = $3, customer = $4, problems = $5, content = null where bulk = $1 and row = $2', [
      id,
      row,
      verdict.verdict,
      customer,
      problems,
    ]);
    await tx.query(
      `update bulk_onboarding set onboarded = onboarded + ($2 = 'ONBOARDED')::int, existing = existing + ($2 = 'EXISTS')::int,
         rejected = rejected + ($2 = 'REJECTED')::int where id = $1`,
      [id, verdict.verdict],
    );
  }

  async finish(tx: Transaction, id: string, nowMs: number): Promise<void> {
    await tx.query('update bulk_onboarding set done_at_ms = $2 where id = $1', [id, nowMs]);
    await this.keys.destroy(tx, ownerOf(id), nowMs);
  }

  async rows(tx: Transaction, id: string, { verdict, after, limit }: RowFilter): Promise<VerdictOnRow[]> {
    const rows = await tx.query<VerdictRow>(
      `select row, verdict, customer, problems from bulk_row
       where bulk = $1 and row > $2 and ($3::text is null or verdict = $3) order by row limit $4`,
      [id, after, verdict ?? null, limit],
    );
    return rows.map(({ row, verdict: is, customer, problems }) => ({
      row,
      verdict: is,
      ...(customer === null ? {} : { customer }),
      ...(problems === null ? {} : { problems }),
    }));
  }

  async customerOf(tx: Transaction, provider: string, referenceMark: Buffer): Promise<string | undefined> {
    const rows = await tx.query<{ id: string }>('select id from customer where provider = $1 and reference_mark = $2', [
      provider,
      referenceMark,
    ]);
    return rows[0]?.id;
  }
}

function onboardingOf(row: BulkTableRow): BulkOnboarding {
  const { id, provider, format, rows, onboarded, existing, rejected } = row;
  return {
    id,
    provider,
    format,
    rows,
    onboarded,
    existing,
    rejected,
    startedBy: row.started_by,
    startedAtMs: Number(row.started_at_ms),
    doneAtMs: row.done_at_ms === null ? undefined : Number(row.done_at_ms),
  };
}
