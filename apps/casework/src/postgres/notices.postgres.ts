import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { NoticeIndex } from '../notices/notice-index.port.js';

@Injectable()
export class PostgresNoticeIndex extends NoticeIndex {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async add(tx: Transaction, notice: string, caseId: string): Promise<void> {
    await tx.query('insert into case_notice (notice, case_id) values ($1, $2)', [notice, caseId]);
  }

  async caseOf(notice: string): Promise<string | undefined> {
    const [row] = await this.transactions.read({ oversight: true }, (tx) =>
      tx.query<{ case_id: string }>('select case_id from case_notice where notice = $1', [notice]),
    );
    return row?.case_id;
  }
}
