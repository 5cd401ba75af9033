import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { PersonalRemains } from '../retention/personal-remains.port.js';

@Injectable()
export class PostgresPersonalRemains extends PersonalRemains {
  async remove(tx: Transaction, caseId: string): Promise<void> {
    await tx.query(`update case_file set content = ''::bytea, name = ''::bytea where case_id = $1 and kind = 'PERSONAL'`, [caseId]);
    await tx.query(
      `update mail set content = null, state = case when state = 'WAITING' then 'ERASED' else state end where case_id = $1 and content is not null`,
      [caseId],
    );
  }
}
