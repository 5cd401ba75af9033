import { Injectable } from '@nestjs/common';
import { Transactions } from '@tidemark/persistence';
import { type SealingKey, SealingKeys } from '@tidemark/sealing';
import { recordKeyOf } from '../case-log/event-words.js';
import { type FlagPapers, KeptFlagPapers } from '../papers/flag-papers.port.js';
import { asScheme } from './as-scheme.postgres.js';

interface Row {
  flag: string;
  papers: Buffer | null;
  fetched_at_ms: string;
}

@Injectable()
export class PostgresKeptFlagPapers extends KeptFlagPapers {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealing: SealingKeys,
  ) {
    super();
  }

  load(caseId: string, flags: readonly string[]): Promise<ReadonlyMap<string, FlagPapers>> {
    return this.transactions.read({ oversight: true }, async (tx) => {
      const key = await this.sealing.find(tx, recordKeyOf(caseId));
      const rows = await tx.query<Row>('select flag, papers, fetched_at_ms from paper_flag where case_id = $1 and flag = any($2::text[])', [
        caseId,
        flags,
      ]);
      return new Map(rows.map((row) => [row.flag, papersOf(row, key)]));
    });
  }

  keep(caseId: string, flag: string, papers: FlagPapers): Promise<void> {
    return this.transactions.run(async (tx) => {
      await asScheme(tx);
      const key = await this.sealing.find(tx, recordKeyOf(caseId));
      const sealed = papers.outcome === 'KEPT' ? key!.sealJson(`flag/${flag}`, { why: papers.why, evidence: papers.evidence }) : null;
      await tx.query('insert into paper_flag (case_id, flag, papers, fetched_at_ms) values ($1, $2, $3, $4) on conflict do nothing', [
        caseId,
        flag,
        sealed,
        papers.fetchedAtMs,
      ]);
    });
  }
}

function papersOf({ flag, papers, fetched_at_ms }: Row, key: SealingKey | undefined): FlagPapers {
  const fetchedAtMs = Number(fetched_at_ms);
  if (papers === null || key === undefined) return { outcome: 'UNKNOWN', fetchedAtMs };
  return { outcome: 'KEPT', ...key.openJson<{ why: object; evidence: object }>(`flag/${flag}`, papers), fetchedAtMs };
}
