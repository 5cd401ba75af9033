import { Injectable } from '@nestjs/common';
import { Transactions } from '@tidemark/persistence';
import { type SealingKey, SealingKeys } from '@tidemark/sealing';
import type { LogLine, SealedWords } from '../papers/log-line.js';
import { PaperLog } from '../papers/paper-log.port.js';
import { keysOf } from './case-events.postgres.js';

interface LogRow {
  sequence: number;
  facts: Record<string, unknown>;
  record: Buffer | null;
  record_hash: Buffer | null;
  personal: Buffer | null;
  personal_hash: Buffer | null;
  hash: Buffer;
}

@Injectable()
export class PostgresPaperLog extends PaperLog {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealing: SealingKeys,
  ) {
    super();
  }

  lines(caseId: string, after: number, to: number, limit: number): Promise<LogLine[]> {
    return this.transactions.read({ oversight: true }, async (tx) => {
      const keys = await keysOf(tx, this.sealing, caseId);
      const rows = await tx.query<LogRow>(
        `select sequence, facts, record, record_hash, personal, personal_hash, hash from case_event
         where case_id = $1 and sequence > $2 and sequence <= $3 order by sequence limit $4`,
        [caseId, after, to, limit],
      );
      return rows.map((row) => {
        const record = opened(keys.record, `event/${row.sequence}/record`, row.record, row.record_hash);
        const personal = opened(keys.personal, `event/${row.sequence}/personal`, row.personal, row.personal_hash);
        const { sequence, facts } = row;
        return { sequence, facts, ...(record && { record }), ...(personal && { personal }), hash: row.hash.toString('hex') };
      });
    });
  }
}

function opened(key: SealingKey | undefined, context: string, sealed: Buffer | null, hash: Buffer | null): SealedWords | undefined {
  if (sealed === null || hash === null) return undefined;
  const sha256 = hash.toString('hex');
  if (key === undefined) return { sha256, erased: true };
  const { salt, words } = key.openJson<{ salt: string; words: Record<string, unknown> }>(context, sealed);
  return { sha256, salt, words };
}
