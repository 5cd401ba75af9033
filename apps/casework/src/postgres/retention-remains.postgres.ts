import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { PersonalRemains } from '../retention/personal-remains.port.js';

@Injectable()
export class PostgresPersonalRemains extends PersonalRemains {
  async remove(tx: Transaction, caseId: string): Promise<void> {
    // The hash too: whoever has a guess of what the file was could compare it.
    await tx.query(
      `update case_file set content = ''::bytea, name = ''::bytea, sha256 = ''::bytea where case_id = $1 and kind = 'PERSONAL'`,
      [caseId],
    );
    await tx.query(
      `update mail set content = null, state = case when state = 'WAITING' then 'ERASED' else state end where case_id = $1 and content is not null`,
      [caseId],
    );
  }
}
