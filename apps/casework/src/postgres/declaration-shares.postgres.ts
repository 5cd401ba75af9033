import { Injectable } from '@nestjs/common';
import { isUuid } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { ShareIndex } from '../declarations/share-index.port.js';

@Injectable()
export class PostgresShareIndex extends ShareIndex {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async caseOf(share: string, auditor: string): Promise<string | undefined> {
    if (!isUuid(share)) return undefined;
    const [row] = await this.transactions.read({ oversight: true }, (tx) =>
      tx.query<{ case_id: string }>('select case_id from declaration_share where share = $1 and auditor = $2', [share, auditor]),
    );
    return row?.case_id;
  }

  async add(tx: Transaction, { share, caseId, auditor }: { share: string; caseId: string; auditor: string }): Promise<void> {
    await tx.query('insert into declaration_share (share, case_id, auditor) values ($1, $2, $3)', [share, caseId, auditor]);
  }
}
