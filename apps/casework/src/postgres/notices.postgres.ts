import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { type IndexedNotice, NoticeIndex } from '../notices/notice-index.port.js';

@Injectable()
export class PostgresNoticeIndex extends NoticeIndex {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async add(tx: Transaction, notice: string, { caseId, codeHash }: Required<IndexedNotice>): Promise<void> {
    await tx.query('insert into case_notice (notice, case_id, code_hash) values ($1, $2, $3)', [notice, caseId, codeHash]);
  }

  async find(notice: string): Promise<IndexedNotice | undefined> {
    const [row] = await this.transactions.read({ oversight: true }, (tx) =>
      tx.query<{ case_id: string; code_hash: string | null }>('select case_id, code_hash from case_notice where notice = $1', [notice]),
    );
    return row && { caseId: row.case_id, codeHash: row.code_hash ?? undefined };
  }
}
