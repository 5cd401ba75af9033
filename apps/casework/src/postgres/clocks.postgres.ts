import { Injectable } from '@nestjs/common';
import type { CaseClock } from '@tidemark/domain';
import { Transactions } from '@tidemark/persistence';
import { CaseClocks, type ClockFigures, type ClockListing, type ListedClock } from '../clocks/case-clocks.port.js';

interface ClockRow {
  case_id: string;
  clock: string;
  kind: string;
  regime: string | null;
  status: CaseClock['status'];
  due_at_ms: string;
  duty: string;
  subject: string;
  jurisdiction: string;
  started_at_ms: string;
  breached_at_ms: string | null;
}

interface FiguresRow {
  running: string;
  breached: string;
  unsaid: string;
  oldest: string | null;
}

const FIGURES = `
  select (select count(*) from case_clock where status = 'running') as running,
    (select count(*) from case_clock where status = 'breached') as breached,
    count(distinct case_id) as unsaid, min(next_at_ms) as oldest
  from case_clock where next_at_ms <= $1`;

@Injectable()
export class PostgresCaseClocks extends CaseClocks {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  casesDue(nowMs: number, without: readonly string[], limit: number): Promise<string[]> {
    return this.transactions.read({ oversight: true }, async (tx) => {
      const rows = await tx.query<{ case_id: string }>(
        `select case_id from (select case_id, next_at_ms from case_clock where next_at_ms <= $1 and case_id <> all($2::uuid[])
           order by next_at_ms limit $3) as due
         group by case_id order by min(next_at_ms)`,
        [nowMs, without, limit],
      );
      return rows.map(({ case_id }) => case_id);
    });
  }

  figures(nowMs: number): Promise<ClockFigures> {
    return this.transactions.read({ oversight: true }, async (tx) => {
      const [row] = await tx.query<FiguresRow>(FIGURES, [nowMs]);
      const { running, breached, unsaid, oldest } = row!;
      return {
        running: Number(running),
        breached: Number(breached),
        unsaid: Number(unsaid),
        ...(oldest === null ? {} : { oldestUnsaidMs: Number(oldest) }),
      };
    });
  }

  list({ authority, status, kind, regime, dueBefore, after, limit }: ClockListing): Promise<ListedClock[]> {
    return this.transactions.read({ oversight: true }, async (tx) => {
      const rows = await tx.query<ClockRow>(
        `select * from case_clock
         where authority = $1 and status = $2 and ($3::text is null or kind = $3) and ($4::text is null or regime = $4)
           and ($5::bigint is null or due_at_ms < $5) and ($6::bigint is null or (due_at_ms, case_id, clock) > ($6, $7::uuid, $8::text))
         order by due_at_ms, case_id, clock limit $9`,
        [
          authority,
          status,
          kind ?? null,
          regime ?? null,
          dueBefore ?? null,
          after?.[0] ?? null,
          after?.[1] ?? null,
          after?.[2] ?? null,
          limit,
        ],
      );
      return rows.map(clockOf);
    });
  }
}

const clockOf = (row: ClockRow): ListedClock => ({
  caseId: row.case_id,
  clock: row.clock,
  kind: row.kind,
  duty: row.duty,
  subject: row.subject,
  ...(row.regime === null ? {} : { regime: row.regime }),
  jurisdiction: row.jurisdiction,
  status: row.status,
  startedAtMs: Number(row.started_at_ms),
  dueAtMs: Number(row.due_at_ms),
  ...(row.breached_at_ms === null ? {} : { breachedAtMs: Number(row.breached_at_ms) }),
});
